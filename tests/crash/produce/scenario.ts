import { seededRandom } from '@millrace/kernel'
import { startPlatform } from '@millrace/testkit'
import { makeTopics } from '../clients.ts'
import { killAndRestart } from '../killing.ts'
import { Audit, Ledger } from '../ledger.ts'
import type { CrashOptions } from '../options.ts'
import { PartitionReader } from '../partition-reader.ts'
import type { Verdict } from '../verdict.ts'
import { Writer, parseValue } from '../writer.ts'

const TOPIC = 'ledger'
const PARTITIONS = 4
const WRITERS = ['a', 'b', 'c']

/**
 * The platform is killed again and again under idempotent producers. After each restart what was acknowledged before it
 * must be there, once and in order; at the end all of the log is read again from its beginning.
 */
export async function produceScenario({ cycles, seed }: CrashOptions): Promise<Verdict> {
  const random = seededRandom(seed)
  let platform = await startPlatform()
  const brokers = platform.ready.kafka
  const failures: string[] = []
  const ledger = new Ledger()
  const starts: number[] = []
  try {
    await makeTopics(brokers, [TOPIC], PARTITIONS)
    const target = { brokers, topic: TOPIC, partitions: PARTITIONS, ledger }
    const writers = WRITERS.map((name, at) => new Writer({ ...target, name }, seededRandom(seed + at + 1)))
    const audit = new Audit(ledger)
    let offsets: readonly number[] = Array.from({ length: PARTITIONS }, () => 0)
    for (let cycle = 1; cycle <= cycles; cycle++) {
      platform = await killAndRestart(platform, random)
      starts.push(platform.ready.ms)
      const due = audit.snapshot()
      offsets = await readOn(brokers, offsets, audit)
      audit.expect(due)
      console.error(
        `  cycle ${cycle}: ${ledger.total} acknowledged, ready in ${platform.ready.ms} ms, ${audit.failures.length} failures`,
      )
      if (audit.failures.length > 0) break
    }
    await Promise.all(writers.map((writer) => writer.stop()))
    failures.push(
      ...writers
        .filter(({ failure }) => failure !== undefined)
        .map(({ failure }) => `a producer gave up: ${String(failure)}`),
    )
    const whole = new Audit(ledger)
    await readOn(
      brokers,
      offsets.map(() => 0),
      whole,
    )
    whole.expect(whole.snapshot())
    failures.push(...audit.failures, ...whole.failures.map((failure) => `at the end: ${failure}`))
  } finally {
    await platform.remove()
  }
  const slowest = Math.max(0, ...starts)
  return {
    summary: `${starts.length} kills, ${ledger.total} records acknowledged, slowest restart ${slowest} ms`,
    failures,
  }
}

/** Reads from the offsets to the ends and gives the offsets after the last ones. */
async function readOn(brokers: string, from: readonly number[], audit: Audit): Promise<readonly number[]> {
  const reader = new PartitionReader(brokers, TOPIC, from)
  try {
    for await (const { partition, value } of reader.rest()) {
      const { name, number } = parseValue(value ?? '')
      audit.read(`${name}/${partition}`, number)
    }
    return reader.offsets
  } finally {
    await reader.close()
  }
}
