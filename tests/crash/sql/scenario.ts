import { connectSql } from '@millrace/client/sql'
import { seededRandom, systemClocks } from '@millrace/kernel'
import { startPlatform, waitFor } from '@millrace/testkit'
import { killAndRestart } from '../killing.ts'
import type { CrashOptions } from '../options.ts'
import type { Verdict } from '../verdict.ts'
import { type Topics, countFailures, expectedSizes, pairFailures, windowFailures } from './audit.ts'
import { PARTITIONS, STATEMENTS } from './statements.ts'
import { contentOf } from './topic-content.ts'
import { Workload } from './workload.ts'

const CATCH_UP_MS = 60_000

/**
 * The platform is killed again and again under three SQL jobs with state: a GROUP BY, a TUMBLE and a join. In the end
 * each count has gone up by ones, each window and each pair is there once, as the inputs say.
 */
export async function sqlScenario({ cycles, seed }: CrashOptions): Promise<Verdict> {
  const random = seededRandom(seed)
  let platform = await startPlatform()
  const { kafka, sql } = platform.ready
  try {
    await runStatements(sql)
    const workload = await Workload.start(kafka, seededRandom(seed + 1))
    for (let cycle = 1; cycle <= cycles; cycle++) {
      platform = await killAndRestart(platform, random)
      console.error(`  cycle ${cycle}: ${workload.written} written, ready in ${platform.ready.ms} ms`)
    }
    await workload.stop()
    const topics = await settled(kafka)
    const failures = [
      ...workload.failures,
      ...countFailures(topics),
      ...windowFailures(topics),
      ...pairFailures(topics),
    ]
    const sizes = Object.entries(PARTITIONS).map(([name]) => `${topics[name]?.length ?? 0} ${name}`)
    if (failures.length > 0) failures.push(await jobsOf(sql))
    return { summary: `${cycles} kills, ${sizes.join(', ')}`, failures }
  } finally {
    await platform.remove()
  }
}

async function runStatements(url: string): Promise<void> {
  const session = await connectSql({ FLINK_SQL_GATEWAY: url }, { clocks: systemClocks() }).session('crash')
  for (const statement of STATEMENTS) await session.run(statement)
  await session.close()
}

/** The content of all topics, once the outputs are as long as the inputs say. */
async function settled(brokers: string): Promise<Topics> {
  let topics: Topics = {}
  const isComplete = async (): Promise<boolean> => {
    const names = Object.keys(PARTITIONS)
    const contents = await Promise.all(names.map((name) => contentOf(brokers, name)))
    topics = Object.fromEntries(names.map((name, at) => [name, contents[at] ?? []]))
    return Object.entries(expectedSizes(topics)).every(([name, size]) => (topics[name]?.length ?? 0) >= size)
  }
  // What is missing in the end is told by the audit.
  await waitFor(isComplete, { what: 'the jobs to catch up', timeoutMs: CATCH_UP_MS, everyMs: 500 }).catch(
    () => undefined,
  )
  return topics
}

async function jobsOf(url: string): Promise<string> {
  return await (await fetch(`${url}/v1/jobs`)).text()
}
