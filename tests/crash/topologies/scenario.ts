import { setTimeout as sleep } from 'node:timers/promises'
import { connectKafka } from '@millrace/client'
import { below, seededRandom, systemClocks, systemRandom } from '@millrace/kernel'
import { startPlatform } from '@millrace/testkit'
import { killAndRestart } from '../killing.ts'
import type { CrashOptions } from '../options.ts'
import type { Verdict } from '../verdict.ts'
import { differences } from './results.ts'
import { Runners } from './runners.ts'
import { topicsOf } from './topologies.ts'
import { Workload } from './workload.ts'

const RUN = 'topologies'
const silent = (): void => undefined

/**
 * Word count and a stream-table join in two processes, which are killed, joined and left by a third, and lose the platform under
 * them, in turns. In the end their output is that of a batch job over all that was acknowledged.
 */
export async function topologiesScenario({ cycles, seed }: CrashOptions): Promise<Verdict> {
  const random = seededRandom(seed)
  let platform = await startPlatform()
  const log = { debug: silent, info: silent, warn: silent, error: silent }
  const ports = { clocks: systemClocks(), random: systemRandom, log }
  const kafka = await connectKafka({ KAFKA_BROKERS: platform.ready.kafka }, ports)
  const topics = topicsOf(RUN)
  const workload = new Workload(kafka, topics)
  await workload.prepare()
  const runners = new Runners(platform.ready.kafka, RUN)
  workload.start()
  try {
    for (let cycle = 1; cycle <= cycles; cycle++) {
      await sleep(500 + below(random, 1000))
      const platformsTurn = below(random, 3) === 0
      if (platformsTurn) platform = await killAndRestart(platform, random)
      const done = platformsTurn ? 'the platform was killed' : await runners.disturb(random)
      console.error(`  cycle ${cycle}: ${done}, ${workload.acknowledged} orders acknowledged`)
    }
    await workload.stop()
    const failures = [...workload.failures, ...(await differences(kafka, topics, workload))]
    const tails = failures.length === 0 ? [] : runners.tails()
    const summary = `${cycles} disturbances, ${workload.acknowledged} orders joined and lines counted`
    return { summary, failures: [...failures, ...tails] }
  } finally {
    await workload.stop()
    await runners.end()
    await kafka.close()
    await platform.remove()
  }
}
