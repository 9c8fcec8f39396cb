import { below, type Random } from '@millrace/kernel'
import { Partitioners, type Producer } from 'kafkajs'
import { patientKafka } from './clients.ts'
import type { Ledger } from './ledger.ts'

const MOST_RECORDS = 20
const MOST_PADDING = 2000

export interface WriterTarget {
  readonly name: string
  readonly brokers: string
  readonly topic: string
  readonly partitions: number
  readonly ledger: Ledger
}

/**
 * An idempotent producer that sends without end, one call at a time, each with some records for each of some
 * partitions. A call that fails is the client's to repeat, with the same sequence numbers, until it is answered.
 */
export class Writer {
  readonly #target: WriterTarget
  readonly #producer: Producer
  readonly #done: Promise<void>
  #stopping = false
  failure: unknown

  constructor(target: WriterTarget, random: Random) {
    this.#target = target
    this.#producer = patientKafka(target.brokers).producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
    })
    this.#done = this.#run(random).catch((thrown: unknown) => {
      this.failure = thrown
    })
  }

  /** Resolves when the last call has been acknowledged. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#done
    await this.#producer.disconnect()
  }

  async #run(random: Random): Promise<void> {
    await this.#producer.connect()
    while (!this.#stopping) await this.#send(random)
  }

  async #send(random: Random): Promise<void> {
    const { name, topic, partitions, ledger } = this.#target
    const sent = Array.from({ length: 1 + below(random, MOST_RECORDS) }, () => {
      const partition = below(random, partitions)
      return { partition, number: ledger.next(`${name}/${partition}`) }
    })
    const messages = sent.map(({ partition, number }) => {
      const padding = 'x'.repeat(below(random, MOST_PADDING))
      return { partition, value: `${name}:${number}:${padding}` }
    })
    await this.#producer.send({ topic, acks: -1, messages })
    for (const { partition, number } of sent) ledger.acknowledge(`${name}/${partition}`, number)
  }
}

/** What a writer wrote, read back. */
export function parseValue(value: string): { readonly name: string; readonly number: number } {
  const [name = '', number = ''] = value.split(':', 2)
  return { name, number: Number(number) }
}
