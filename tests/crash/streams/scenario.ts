import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { connectKafka, type KafkaClient } from '@millrace/client'
import { below, seededRandom, systemClocks, systemRandom } from '@millrace/kernel'
import { table } from '@millrace/streams'
import { startChild, startPlatform, tempDir, waitFor, type Child } from '@millrace/testkit'
import { killAndRestart } from '../killing.ts'
import type { CrashOptions } from '../options.ts'
import type { Verdict } from '../verdict.ts'
import { counts, words } from './topics.ts'

const WRITERS = 4
const KEYS = 40
const CATCH_UP_MS = 120_000
const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), 'word-counter.ts')
const silent = (): void => undefined

/**
 * Two word counters (exactly-once processors) and the platform under them are killed in turns, while idempotent producers
 * write and a table follows. At the end each acknowledged word was counted once, and the table has each once.
 */
export async function streamsScenario({ cycles, seed }: CrashOptions): Promise<Verdict> {
  const random = seededRandom(seed)
  using folder = tempDir('word-counters-')
  let platform = await startPlatform()
  const brokers = platform.ready.kafka
  const kafka = await connect(brokers)
  const start = (name: string): Child =>
    startChild({ command: process.execPath, args: [PROGRAM, brokers, name], logFile: join(folder.path, `${name}.log`) })
  await kafka.admin().ensureTopics([words, counts])
  const counters = new Map(['one', 'two'].map((name) => [name, start(name)]))
  const mirror = table(kafka, words, { reduce: (before: number | undefined) => (before ?? 0) + 1 })
  await mirror.ready()
  const written = new Written(kafka)
  try {
    for (let cycle = 1; cycle <= cycles; cycle++) {
      const victim = ['one', 'two', 'platform'][below(random, 3)] ?? 'platform'
      await sleep(500 + below(random, 1000))
      if (victim === 'platform') platform = await killAndRestart(platform, random)
      else {
        await counters.get(victim)?.kill9()
        counters.set(victim, start(victim))
      }
      console.error(`  cycle ${cycle}: ${victim} was killed, ${written.acknowledged} words acknowledged`)
    }
    await written.stop()
    await mirror.current(CATCH_UP_MS)
    const failures = [...written.failures, ...different('the table', written.perKey, (key) => mirror.get(key))]
    failures.push(...(await countedOnce(kafka, written)))
    const tails = failures.length === 0 ? [] : [...counters.values()].map((counter) => counter.tail(5))
    return { summary: `${cycles} kills, ${written.acknowledged} words counted`, failures: [...failures, ...tails] }
  } finally {
    for (const counter of counters.values()) await counter.kill9()
    await Promise.all([mirror.stop(), kafka.close()])
    await platform.remove()
  }
}

function connect(brokers: string): Promise<KafkaClient> {
  const log = { debug: silent, info: silent, warn: silent, error: silent }
  return connectKafka({ KAFKA_BROKERS: brokers }, { clocks: systemClocks(), random: systemRandom, log })
}

/** Writers, and what was acknowledged to them. */
class Written {
  readonly perKey = new Map<string, number>()
  readonly failures: string[] = []
  acknowledged = 0
  readonly #kafka: KafkaClient
  readonly #writers: Promise<void>[]
  #stopping = false

  constructor(kafka: KafkaClient) {
    this.#kafka = kafka
    this.#writers = Array.from({ length: WRITERS }, (_, writer) => this.#write(writer))
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.all(this.#writers)
  }

  async #write(writer: number): Promise<void> {
    const last = new Map<string, number>()
    for (let number = 0; !this.#stopping; number++) {
      const key = `w${writer}-${number % KEYS}`
      try {
        const { offset } = await this.#kafka.producer().send(words.record(key, number))
        if (offset <= (last.get(key) ?? -1)) this.failures.push(`${key} ${number} lies at ${offset}, out of order`)
        last.set(key, offset)
        this.perKey.set(key, (this.perKey.get(key) ?? 0) + 1)
        this.acknowledged++
      } catch (reason) {
        this.failures.push(`${key} ${number} was not written: ${String(reason)}`)
      }
      await sleep(2)
    }
  }
}

/** The outputs of each key are 1, 2, 3, … without a gap or a repetition: a table that counts on notices either. */
async function countedOnce(kafka: KafkaClient, { perKey, acknowledged }: Written): Promise<string[]> {
  const failures: string[] = []
  const results = table(kafka, counts, {
    reduce: (before: number | undefined, { key, value }) => {
      if (value !== (before ?? 0) + 1) failures.push(`${key} went from ${before ?? 0} to ${value}`)
      return value
    },
  })
  await results.ready()
  const total = (): number => [...results.entries()].reduce((sum, [, count]) => sum + count, 0)
  await waitFor(() => total() >= acknowledged, { what: 'every word to be counted', timeoutMs: CATCH_UP_MS }).catch(
    (reason: unknown) => failures.push(String(reason)),
  )
  await results.current()
  failures.push(...different('the count', perKey, (key) => results.get(key)))
  await results.stop()
  return failures
}

function different(
  what: string,
  expected: ReadonlyMap<string, number>,
  actual: (key: string) => number | undefined,
): string[] {
  const wrong = [...expected].filter(([key, count]) => actual(key) !== count)
  return wrong.map(
    ([key, count]) => `${what} of ${key} is ${actual(key) ?? 'missing'} where ${count} were acknowledged`,
  )
}
