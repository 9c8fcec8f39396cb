import { Fault, Refusal } from '@millrace/kernel'
import type { OutputRecord, Position } from '../../topic/record.ts'
import { currentTrace } from '../../trace/trace-context.ts'
import type { Cluster } from '../cluster.ts'
import { Identity } from './identity.ts'
import type { Pending } from './partition-queue.ts'
import { Room } from './room.ts'
import { Sender, type SenderOptions } from './sender.ts'
import { TopicLines } from './topic-lines.ts'
import { bytesOf, headersOf, partitionOf, sizeOf } from './wire.ts'

export interface ProducerOptions {
  /** How long to gather records before the first of a batch leaves, ms; 0 by default: one turn of the event loop. */
  readonly lingerMs?: number
  /** How long to go on trying to get a record written, ms; 120,000 by default. */
  readonly deliveryTimeoutMs?: number
  /** `none` by default. */
  readonly compression?: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd'
  /** Bytes under way after which `send` waits; 32 MiB by default. */
  readonly bufferBytes?: number
}

/** Writes records: acks=all, idempotent, in the order of the calls within a partition. */
export interface KafkaProducer {
  /**
   * Resolves when the broker has acknowledged. The offset is -1 in the one case that it recognised a repetition of which it no
   * longer knew the offset.
   *
   * @throws Refusal with Kafka's name when it was certainly not written; Fault when it may have been.
   */
  send(record: OutputRecord): Promise<Position>
  /** Resolves when everything that was sent so far is settled. */
  flush(): Promise<void>
  /** Finishes what is under way; later sends are rejected. */
  close(): Promise<void>
}

const BATCH_BYTES = 900 * 1024
const BUFFER_BYTES = 32 * 1024 * 1024
const MOST_WAITING = 100_000
const DELIVERY_TIMEOUT_MS = 120_000
const TOPIC_DEADLINE_MS = 5000

export type SenderHooks = Pick<SenderOptions, 'identity' | 'renew' | 'fenced' | 'enlist' | 'transactionalId'>

/** A record before it has a partition. */
interface Given extends Pick<Pending, 'record' | 'bytes' | 'reject'> {
  readonly resolve: (position: Position) => void
}

/** From a record to a place in the sender's queue: partition, bytes, room, trace. */
export class Outbox {
  readonly #cluster: Cluster
  readonly #sender: Sender
  readonly #room: Room<Pending>
  readonly #lines: TopicLines<Given>
  readonly #turns = new Map<string, number>()

  constructor(cluster: Cluster, options: ProducerOptions, hooks: SenderHooks) {
    this.#cluster = cluster
    this.#sender = new Sender(cluster, {
      ...hooks,
      batchBytes: BATCH_BYTES,
      lingerMs: options.lingerMs ?? 0,
      deliveryTimeoutMs: options.deliveryTimeoutMs ?? DELIVERY_TIMEOUT_MS,
      compression: options.compression ?? 'none',
    })
    this.#room = new Room(options.bufferBytes ?? BUFFER_BYTES, (pending) => this.#sender.push(pending))
    this.#lines = new TopicLines(
      (topic) => partitionCount(cluster, topic),
      (given, count) => this.#room.enter(this.#placed(given, count)),
    )
  }

  send(output: OutputRecord): Promise<Position> {
    return new Promise((resolve, reject) => this.#admit(this.#given(output, resolve, reject)))
  }

  /** As `send`, in one order with it, for who need not know when it is written: without a promise. */
  post(output: OutputRecord, failed: (reason: unknown) => void): void {
    try {
      this.#admit(this.#given(output, ignored, failed))
    } catch (error) {
      failed(error)
    }
  }

  /** Resolves when all that was given is settled. What waits for room does so behind what the sender holds. */
  async flushed(): Promise<void> {
    await this.#lines.settled()
    await this.#sender.flushed()
  }

  /** Rejects what has not been sent, wherever it waits. */
  drop(reason: Fault): void {
    // First those who would move up.
    for (const { reject } of [...this.#lines.clear(), ...this.#room.clear()]) reject(reason)
    this.#sender.drop(reason)
  }

  /** Rejects what has not been sent, and all that comes. */
  fail(reason: Fault): void {
    this.#sender.fail(reason)
    this.drop(reason)
  }

  close(): Promise<void> {
    this.drop(new Fault('CLOSED', 'the producer is closed'))
    return this.#sender.close()
  }

  #given(output: OutputRecord, resolve: Given['resolve'], reject: Given['reject']): Given {
    const timestamp = output.timestamp ?? this.#cluster.ports.clocks.domain.now()
    const headers = headersOf(output.headers)
    const trace = headers.some(([name]) => name === 'traceparent') ? undefined : currentTrace()
    const record: Pending['record'] = {
      topic: output.topic,
      partition: output.partition ?? -1,
      key: bytesOf(output.key),
      value: bytesOf(output.value),
      timestamp,
      headers: trace === undefined ? headers : [...headers, ['traceparent', Buffer.from(trace)]],
    }
    return { record, bytes: sizeOf(record), resolve, reject }
  }

  /** Whoever waits for room or for the topic's partitions is not overtaken by a later record of the topic. */
  #admit(given: Given): void {
    const { topic, partition } = given.record
    const count = this.#cluster.cached(topic)?.leaders.length
    const known = !this.#lines.has(topic) && (partition >= 0 || count !== undefined)
    if (!known || !this.#room.has(given.bytes)) this.#mayWait()
    if (known) this.#room.enter(this.#placed(given, count ?? 1))
    else this.#lines.join(topic, given)
  }

  #mayWait(): void {
    if (this.#lines.waiting + this.#room.waiting < MOST_WAITING) return
    const text = `${MOST_WAITING} records wait in the producer already: await send() before sending more`
    throw new Refusal('LIMIT_EXCEEDED', text)
  }

  #placed({ record, bytes, resolve, reject }: Given, count: number): Pending {
    const { topic } = record
    const partition = record.partition >= 0 ? record.partition : this.#choose(topic, record.key, count)
    return {
      record: { ...record, partition },
      bytes,
      resolve: (offset) => {
        this.#room.leave(bytes)
        resolve({ topic, partition, offset })
      },
      reject: (reason) => {
        this.#room.leave(bytes)
        reject(reason)
      },
    }
  }

  #choose(topic: string, key: Buffer | null, count: number): number {
    if (key !== null) return partitionOf(this.#cluster.kafka, key, count)
    const turn = this.#turns.get(topic) ?? 0
    this.#turns.set(topic, (turn + 1) % count)
    return turn % count
  }
}

const ignored = (): void => undefined

/** @throws Fault when the topic is not there and does not come. */
function partitionCount(cluster: Cluster, name: string): Promise<number> {
  const ask = async (): Promise<number> => {
    const topic = await cluster.topic(name)
    if (topic !== undefined) return topic.leaders.length
    const text = `there is no topic ${name}; create it, with ensureTopics for instance`
    throw new Fault('UNKNOWN_TOPIC_OR_PARTITION', text)
  }
  return cluster.persist(`the partitions of ${name}`, ask, { deadlineMs: TOPIC_DEADLINE_MS })
}

/** The idempotent producer: its id is asked for with the first batch, and again when the broker has forgotten it. */
export function idempotentProducer(cluster: Cluster, options: ProducerOptions): KafkaProducer {
  let identity: Promise<Identity> | undefined
  const ask = async (): Promise<Identity> => {
    const answer = await cluster.callAny('InitProducerId', null, 60_000)
    const name = cluster.failures.nameOf(answer.errorCode)
    if (name !== 'NONE') throw new Fault(name, `no producer id: ${name}`)
    return new Identity(answer.producerId, answer.producerEpoch)
  }
  const outbox = new Outbox(cluster, options, {
    identity: () => {
      identity ??= ask().catch((error: unknown) => {
        identity = undefined
        throw error
      })
      return identity
    },
    renew: () => {
      identity = undefined
    },
    fenced: () => undefined,
  })
  let closing: Promise<void> | undefined
  return {
    send: (record) => (closing === undefined ? outbox.send(record) : Promise.reject(closed())),
    flush: () => outbox.flushed(),
    close: () => (closing ??= outbox.flushed().then(() => outbox.close())),
  }
}

export const closed = (): Refusal => new Refusal('CLOSED', 'the producer is closed')
