import { type Broker, buildBatch, storedRecords } from '@millrace/broker'
import type { OutputBatch } from '@millrace/kernel'
import { STATE_TOPIC, ensureCompacted } from './journal.ts'

/** Format of a chunk: this byte, the number of chunks of the state (32 bits), the bytes. */
const FORMAT_VERSION = 1
const HEAD_BYTES = 5

/** States of jobs in their own compacted topic: `job/number` -> chunk. Written in the frames of the jobs' epochs. */
export class JobStates {
  readonly #broker: Broker
  /** Chunks that each job has there. */
  readonly #chunks = new Map<string, number>()

  private constructor(broker: Broker) {
    this.#broker = broker
  }

  /** Opens the topic and gives the state of every job that has one. */
  static async open(broker: Broker): Promise<{ readonly states: JobStates; readonly stored: Map<string, Uint8Array> }> {
    const states = new JobStates(broker)
    return { states, stored: await states.read() }
  }

  /** The state of every job that has one. */
  async read(): Promise<Map<string, Uint8Array>> {
    const topic = await ensureCompacted(this.#broker, STATE_TOPIC)
    const partition = this.#broker.topics.partition(topic, 0)
    const chunks = new Map<string, Buffer>()
    if (partition !== undefined) {
      for await (const { key, value } of storedRecords(partition)) {
        const name = key?.toString() ?? ''
        if (value === null) chunks.delete(name)
        // A view would hold on to the whole block that it was read in.
        else chunks.set(name, Buffer.from(value))
      }
    }
    const stored = new Map<string, Uint8Array>()
    for (const [name, first] of chunks) {
      const [job = '', number] = name.split('/')
      if (number !== '0' || first[0] !== FORMAT_VERSION) continue
      const count = first.readUInt32BE(1)
      const parts = Array.from({ length: count }, (_, at) => chunks.get(`${job}/${at}`)?.subarray(HEAD_BYTES))
      this.#chunks.set(job, count)
      if (parts.every((part) => part !== undefined)) stored.set(job, Buffer.concat(parts))
    }
    return stored
  }

  /** What an epoch appends so that the state of its job is this. */
  batches(job: string, chunks: readonly Uint8Array[], now: number): OutputBatch[] {
    const before = this.#chunks.get(job) ?? 0
    this.#chunks.set(job, chunks.length)
    const kept = chunks.map((bytes, at) => {
      const head = Buffer.alloc(HEAD_BYTES)
      head.writeUInt8(FORMAT_VERSION, 0)
      head.writeUInt32BE(chunks.length, 1)
      return { key: `${job}/${at}`, value: Buffer.concat([head, bytes]) }
    })
    const gone = Array.from({ length: Math.max(0, before - chunks.length) }, (_, at) => {
      return { key: `${job}/${chunks.length + at}`, value: null }
    })
    return [...kept, ...gone].map((record) => {
      return { topic: STATE_TOPIC, partition: 0, bytes: buildBatch({ records: [record], timestamp: now }) }
    })
  }

  /** Forgets the state of a job that is gone for good. */
  async forget(job: string, now: number): Promise<void> {
    const count = this.#chunks.get(job) ?? 0
    this.#chunks.delete(job)
    if (count === 0) return
    const topic = await ensureCompacted(this.#broker, STATE_TOPIC)
    const gone = Array.from({ length: count }, (_, at) => ({ key: `${job}/${at}`, value: null }))
    const parts = [{ topic, index: 0, records: buildBatch({ records: gone, timestamp: now }) }]
    await this.#broker.produce.produce({ transactionalId: null, acks: -1, parts })
  }
}
