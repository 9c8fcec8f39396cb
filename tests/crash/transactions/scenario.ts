import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { below, seededRandom } from '@millrace/kernel'
import { startChild, startPlatform, tempDir, waitFor, type Child } from '@millrace/testkit'
import { makeTopics, patientKafka } from '../clients.ts'
import { killAndRestart } from '../killing.ts'
import { Audit, Ledger } from '../ledger.ts'
import type { CrashOptions } from '../options.ts'
import type { Verdict } from '../verdict.ts'
import { Writer, parseValue } from '../writer.ts'

const SOURCE = 'source'
const TARGET = 'target'
const PARTITIONS = 3
const CATCH_UP_MS = 120_000
const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), 'copier.ts')

/**
 * A transactional copier and the platform under it are killed in turns. At the end who reads committed records finds each
 * record of the source in the target, once and in order.
 */
export async function transactionsScenario({ cycles, seed }: CrashOptions): Promise<Verdict> {
  const random = seededRandom(seed)
  using folder = tempDir('copier-')
  let platform = await startPlatform()
  const brokers = platform.ready.kafka
  const ledger = new Ledger()
  const copier = new Copier(brokers, folder.path)
  const failures: string[] = []
  try {
    await makeTopics(brokers, [SOURCE, TARGET], PARTITIONS)
    const writer = new Writer(
      { name: 'w', brokers, topic: SOURCE, partitions: PARTITIONS, ledger },
      seededRandom(seed + 1),
    )
    copier.start()
    for (let cycle = 1; cycle <= cycles; cycle++) {
      if (below(random, 3) === 0) await copier.kill(300 + below(random, 1200))
      else platform = await killAndRestart(platform, random)
      console.error(`  cycle ${cycle}: ${ledger.total} in the source, the copier was started ${copier.starts} times`)
    }
    await writer.stop()
    if (writer.failure !== undefined) failures.push(`the producer gave up: ${String(writer.failure)}`)
    await copied(brokers).catch((reason: unknown) =>
      failures.push(`${String(reason)}; the copier said: ${copier.tail()}`),
    )
    await copier.stop()
    const audit = new Audit(ledger)
    await readCommitted(brokers, ledger.total, audit)
    audit.expect(audit.snapshot())
    failures.push(...audit.failures)
  } finally {
    await copier.stop()
    await platform.remove()
  }
  return {
    summary: `${cycles} kills, ${ledger.total} records copied, the copier was started ${copier.starts} times`,
    failures,
  }
}

/** The copier's process, which is started again whenever it has ended. */
class Copier {
  readonly #args: readonly string[]
  readonly #logFile: string
  #child: Child | undefined
  #watch: Promise<void> = Promise.resolve()
  #stopping = false
  starts = 0

  constructor(brokers: string, folder: string) {
    this.#args = [PROGRAM, brokers, SOURCE, TARGET, String(PARTITIONS)]
    this.#logFile = join(folder, 'copier.log')
  }

  start(): void {
    this.#watch = this.#keepAlive()
  }

  async kill(afterMs: number): Promise<void> {
    await sleep(afterMs)
    await this.#child?.kill9()
  }

  tail(): string {
    return this.#child?.tail(5) ?? ''
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await this.#watch
    await this.#child?.kill9()
  }

  async #keepAlive(): Promise<void> {
    while (!this.#stopping) {
      if (this.#child?.alive() !== true) {
        this.starts++
        this.#child = startChild({ command: process.execPath, args: this.#args, logFile: this.#logFile })
      }
      await sleep(50)
    }
  }
}

/** Waits until the copier's committed offsets are the ends of the source. */
async function copied(brokers: string): Promise<void> {
  const admin = patientKafka(brokers).admin()
  await admin.connect()
  const behind = async (): Promise<number> => {
    const ends = await admin.fetchTopicOffsets(SOURCE)
    const [done] = await admin.fetchOffsets({ groupId: `${TARGET}-copier`, topics: [SOURCE] })
    const offsetOf = (at: number): number =>
      Number(done?.partitions.find(({ partition }) => partition === at)?.offset ?? 0)
    return ends.reduce((sum, { partition, high }) => sum + Number(high) - Math.max(0, offsetOf(partition)), 0)
  }
  await waitFor(async () => (await behind()) === 0, {
    what: 'the copier to catch up',
    timeoutMs: CATCH_UP_MS,
    everyMs: 200,
  })
  await admin.disconnect()
}

async function readCommitted(brokers: string, count: number, audit: Audit): Promise<void> {
  const consumer = patientKafka(brokers).consumer({ groupId: `audit-${crypto.randomUUID()}`, maxWaitTimeInMs: 200 })
  await consumer.connect()
  await consumer.subscribe({ topic: TARGET, fromBeginning: true })
  let read = 0
  let quiet = 0
  await consumer.run({
    eachMessage: ({ partition, message }) => {
      const { name, number } = parseValue(String(message.value))
      audit.read(`${name}/${partition}`, number)
      read++
      quiet = 0
      return Promise.resolve()
    },
  })
  // A little longer than needed: what comes twice comes after the last.
  await waitFor(() => read > count || (read === count && quiet++ > 20) || quiet++ > 200, {
    what: 'the copies',
    timeoutMs: CATCH_UP_MS,
  })
  await consumer.disconnect()
}
