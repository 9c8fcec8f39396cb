import { setTimeout as sleep } from 'node:timers/promises'
import type { KafkaClient } from '@millrace/client'
import type { Topics } from './topologies.ts'

const WRITERS = 4
const WORDS = 30
const SKUS = 20
const PAUSE_MS = 4

/** What a batch job over all that was acknowledged would give. */
export interface Batch {
  /** How often each word occurs. */
  readonly words: ReadonlyMap<string, number>
  /** Each order with its product, by its number. */
  readonly priced: ReadonlyMap<string, string>
}

const productOf = (sku: string): string => `product-of-${sku}`

/** Writers of lines and orders, and what was acknowledged to them. The products are there before the first order. */
export class Workload implements Batch {
  readonly words = new Map<string, number>()
  readonly priced = new Map<string, string>()
  readonly failures: string[] = []
  readonly #kafka: KafkaClient
  readonly #topics: Topics
  #writers: readonly Promise<void>[] = []
  #stopping = false

  constructor(kafka: KafkaClient, topics: Topics) {
    this.#kafka = kafka
    this.#topics = topics
  }

  async prepare(): Promise<void> {
    const { products } = this.#topics
    await this.#kafka.admin().ensureTopics(Object.values(this.#topics))
    const all = Array.from({ length: SKUS }, (_, n) => products.record(`s${n}`, productOf(`s${n}`)))
    await Promise.all(all.map((record) => this.#kafka.producer().send(record)))
  }

  start(): void {
    this.#writers = Array.from({ length: WRITERS }, (_, writer) => this.#write(writer))
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.all(this.#writers)
  }

  get acknowledged(): number {
    return this.priced.size
  }

  async #write(writer: number): Promise<void> {
    for (let n = 0; !this.#stopping; n++) {
      await Promise.all([this.#line(`w${writer}-${n % WORDS} every`), this.#order(`${writer}-${n}`, n)]).catch(
        (reason: unknown) => this.failures.push(`${writer}-${n} was not written: ${String(reason)}`),
      )
      await sleep(PAUSE_MS)
    }
  }

  async #line(line: string): Promise<void> {
    await this.#kafka.producer().send(this.#topics.lines.record(line, line))
    for (const word of line.split(' ')) this.words.set(word, (this.words.get(word) ?? 0) + 1)
  }

  async #order(number: string, n: number): Promise<void> {
    const [sku, pieces] = [`s${n % SKUS}`, n % 7]
    await this.#kafka.producer().send(this.#topics.orders.record(number, { sku, pieces }))
    this.priced.set(number, `${number} ${pieces} ${productOf(sku)}`)
  }
}
