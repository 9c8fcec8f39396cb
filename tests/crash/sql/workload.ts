import { setTimeout as sleep } from 'node:timers/promises'
import { connectKafka, type KafkaClient } from '@millrace/client'
import { below, type Random, systemClocks, systemRandom } from '@millrace/kernel'

const WORDS = 12
const PAUSE_MS = 3
const HOUR_MS = 3_600_000
const silent = (): void => undefined

/** Writers of all inputs, which go on while the platform is killed. */
export class Workload {
  readonly failures: string[] = []
  written = 0
  readonly #kafka: KafkaClient
  readonly #random: Random
  readonly #loops: Promise<void>[]
  #stopping = false

  private constructor(kafka: KafkaClient, random: Random) {
    this.#kafka = kafka
    this.#random = random
    this.#loops = [
      this.#loop((n) => this.#words(n)),
      this.#loop((n) => this.#ticks(n)),
      this.#loop((n) => this.#sides(n)),
    ]
  }

  static async start(brokers: string, random: Random): Promise<Workload> {
    const log = { debug: silent, info: silent, warn: silent, error: silent }
    return new Workload(
      await connectKafka({ KAFKA_BROKERS: brokers }, { clocks: systemClocks(), random: systemRandom, log }),
      random,
    )
  }

  /** Ends the writers, and the last windows with a record far ahead. */
  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.all(this.#loops)
    await this.#send('ticks', { word: 'end', n: 0 }, Date.now() + HOUR_MS)
    await this.#kafka.close()
  }

  async #loop(write: (n: number) => Promise<void>): Promise<void> {
    for (let n = 0; !this.#stopping; n++) {
      try {
        await write(n)
        this.written += 1
      } catch (error) {
        this.failures.push(`a record was not written: ${String(error)}`)
        return
      }
      await sleep(PAUSE_MS)
    }
  }

  #word(): string {
    return `w${below(this.#random, WORDS)}`
  }

  #words(n: number): Promise<void> {
    return this.#send('words', { word: this.#word(), n })
  }

  /** One writer with times that only grow: nothing is late. */
  #ticks(n: number): Promise<void> {
    return this.#send('ticks', { word: this.#word(), n }, Date.now())
  }

  /** Both sides of a pair, in either order, and now and then one that finds no other. */
  async #sides(n: number): Promise<void> {
    const sides = below(this.#random, 2) === 0 ? ['lefts', 'rights'] : ['rights', 'lefts']
    for (const side of below(this.#random, 10) === 0 ? sides.slice(1) : sides) {
      await this.#send(side, { id: n, v: `${side} ${n}` })
    }
  }

  async #send(
    topic: string,
    value: { readonly word?: string; readonly [field: string]: unknown },
    timestamp?: number,
  ): Promise<void> {
    const record = { topic, key: value.word ?? null, value: JSON.stringify(value) }
    await this.#kafka.producer().send(timestamp === undefined ? record : { ...record, timestamp })
  }
}
