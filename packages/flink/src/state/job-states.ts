import { type Broker, buildBatch, ensureCompacted, storedRecords } from '@millrace/broker'
import { type OutputBatch, invariant } from '@millrace/kernel'

/** What a job has written down with its last epoch. */
export interface StoredState {
  readonly bytes: Uint8Array
  /** Output for other Kafkas, which may not have been delivered. */
  readonly outbox: readonly OutputBatch[]
}

/** States of jobs, in chunks, written in the frames of their epochs. */
const STATE_TOPIC = '__millrace_sql_state'

/** Format of a record: this byte, the length of a name (16 bits), the number of records (32 bits), the name, the bytes. */
const FORMAT_VERSION = 1
const HEAD_BYTES = 7

interface Part {
  /** The topic that the bytes are for; empty for state. */
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * States of jobs in their own compacted topic: `job/number` -> part. Written in the frames of the jobs' epochs, so state,
 * positions and output are of one epoch, always.
 */
export class JobStates {
  readonly #broker: Broker
  /** Records that each job has there. */
  readonly #counts = new Map<string, number>()

  private constructor(broker: Broker) {
    this.#broker = broker
  }

  /** Opens the topic and gives the state of every job that has one. */
  static async open(
    broker: Broker,
  ): Promise<{ readonly states: JobStates; readonly stored: Map<string, StoredState> }> {
    const states = new JobStates(broker)
    return { states, stored: await states.read() }
  }

  /** The state of every job that has one. */
  async read(): Promise<Map<string, StoredState>> {
    const topic = await ensureCompacted(this.#broker, STATE_TOPIC)
    const partition = this.#broker.topics.partition(topic, 0)
    invariant(partition !== undefined, 'a topic has a partition')
    const records = new Map<string, Buffer>()
    for await (const { key, value } of storedRecords(partition)) {
      const name = key?.toString() ?? ''
      if (value === null) records.delete(name)
      // A view would hold on to the whole block that it was read in.
      else records.set(name, Buffer.from(value))
    }
    const stored = new Map<string, StoredState>()
    for (const [name, first] of records) {
      const [job = '', number] = name.split('/')
      if (number !== '0' || first[0] !== FORMAT_VERSION) continue
      const count = first.readUInt32BE(3)
      this.#counts.set(job, count)
      const parts = Array.from({ length: count }, (_, at) => partOf(records.get(`${job}/${at}`)))
      if (parts.every((part) => part !== undefined)) stored.set(job, stateOf(parts))
    }
    return stored
  }

  /** What an epoch appends so that this is what its job has written down. */
  batches(job: string, state: readonly Uint8Array[], outbox: readonly OutputBatch[], now: number): OutputBatch[] {
    const parts: Part[] = [
      ...state.map((bytes) => ({ name: '', bytes })),
      ...outbox.map(({ topic, bytes }) => ({ name: topic, bytes })),
    ]
    const before = this.#counts.get(job) ?? 0
    this.#counts.set(job, parts.length)
    const kept = parts.map((part, at) => ({ key: `${job}/${at}`, value: recordOf(part, parts.length) }))
    const gone = Array.from({ length: Math.max(0, before - parts.length) }, (_, at) => {
      return { key: `${job}/${parts.length + at}`, value: null }
    })
    return [...kept, ...gone].map((record) => {
      return { topic: STATE_TOPIC, partition: 0, bytes: buildBatch({ records: [record], timestamp: now }) }
    })
  }

  /** Forgets the state of a job that is gone for good. */
  async forget(job: string, now: number): Promise<void> {
    const count = this.#counts.get(job) ?? 0
    this.#counts.delete(job)
    if (count === 0) return
    const topic = await ensureCompacted(this.#broker, STATE_TOPIC)
    const gone = Array.from({ length: count }, (_, at) => ({ key: `${job}/${at}`, value: null }))
    const parts = [{ topic, index: 0, records: buildBatch({ records: gone, timestamp: now }) }]
    await this.#broker.produce.produce({ transactionalId: null, acks: -1, parts })
  }
}

function recordOf({ name, bytes }: Part, count: number): Buffer {
  const text = Buffer.from(name)
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeUInt8(FORMAT_VERSION, 0)
  head.writeUInt16BE(text.length, 1)
  head.writeUInt32BE(count, 3)
  return Buffer.concat([head, text, bytes])
}

function partOf(record: Buffer | undefined): Part | undefined {
  if (record === undefined) return undefined
  const end = HEAD_BYTES + record.readUInt16BE(1)
  return { name: record.subarray(HEAD_BYTES, end).toString(), bytes: record.subarray(end) }
}

function stateOf(parts: readonly Part[]): StoredState {
  const state = parts.filter(({ name }) => name === '')
  const outbox = parts.filter(({ name }) => name !== '')
  return {
    bytes: Buffer.concat(state.map(({ bytes }) => bytes)),
    outbox: outbox.map(({ name, bytes }) => ({ topic: name, partition: 0, bytes })),
  }
}
