import { Fault, Refusal } from '@millrace/kernel'
import type { OutputRecord, Position } from '../../topic/record.ts'
import { currentTrace } from '../../trace/trace-context.ts'
import type { Cluster } from '../cluster.ts'
import { Identity } from './identity.ts'
import type { Pending } from './partition-queue.ts'
import { Room } from './room.ts'
import { Sender, type SenderOptions } from './sender.ts'
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

export type SenderHooks = Pick<SenderOptions, 'identity' | 'renew' | 'fenced' | 'enlist' | 'transactionalId'>

/** From a record to a place in the sender's queue: partition, bytes, room, trace. */
export class Outbox {
  readonly sender: Sender
  readonly #cluster: Cluster
  readonly #room: Room
  readonly #turns = new Map<string, number>()
  readonly #admitted = new Map<string, Promise<void>>()

  constructor(cluster: Cluster, options: ProducerOptions, hooks: SenderHooks) {
    this.#cluster = cluster
    this.#room = new Room(options.bufferBytes ?? BUFFER_BYTES, MOST_WAITING)
    this.sender = new Sender(cluster, {
      ...hooks,
      batchBytes: BATCH_BYTES,
      lingerMs: options.lingerMs ?? 0,
      deliveryTimeoutMs: options.deliveryTimeoutMs ?? DELIVERY_TIMEOUT_MS,
      compression: options.compression ?? 'none',
    })
  }

  send(output: OutputRecord): Promise<Position> {
    return new Promise((resolve, reject) => this.#admit(output, resolve, reject))
  }

  /** As `send`, in one order with it, for who need not know when it is written: without a promise, unless it has to wait. */
  post(output: OutputRecord, failed: (reason: unknown) => void): void {
    try {
      this.#admit(output, ignored, failed)
    } catch (error) {
      failed(error)
    }
  }

  #admit(output: OutputRecord, resolve: (position: Position) => void, reject: (reason: unknown) => void): void {
    const { record, bytes } = this.#prepared(output)
    const wait = this.#inOrder(output, bytes)
    if (wait === undefined) this.#enqueue(record, bytes, resolve, reject)
    else wait.then(() => this.#enqueue(record, bytes, resolve, reject)).catch(reject)
  }

  #prepared(output: OutputRecord): Pick<Pending, 'record' | 'bytes'> {
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
    return { record, bytes: sizeOf(record) }
  }

  /** Whoever waits for room or for the topic's partitions is not overtaken by a later record of the topic. */
  #inOrder({ topic, partition }: OutputRecord, bytes: number): Promise<void> | undefined {
    const mustWait = (): Promise<void> | undefined => {
      const room = this.#room.enter(bytes)
      const known =
        partition !== undefined || this.#cluster.cached(topic) !== undefined
          ? undefined
          : this.#partitionsOf(topic, bytes)
      return known === undefined ? room : known.then(() => room)
    }
    const before = this.#admitted.get(topic)
    const wait = before === undefined ? mustWait() : before.then(mustWait, mustWait)
    if (wait === undefined) return undefined
    this.#admitted.set(topic, wait)
    const forget = (): void => {
      if (this.#admitted.get(topic) === wait) this.#admitted.delete(topic)
    }
    wait.then(forget, forget)
    return wait
  }

  async #partitionsOf(topic: string, bytes: number): Promise<void> {
    try {
      await this.#cluster.persist(`the partitions of ${topic}`, () => knownTopic(this.#cluster, topic), {
        deadlineMs: 5000,
      })
    } catch (error) {
      this.#room.leave(bytes)
      throw error
    }
  }

  #enqueue(
    record: Pending['record'],
    bytes: number,
    resolve: (position: Position) => void,
    reject: (reason: unknown) => void,
  ): void {
    const { topic } = record
    const partition = record.partition >= 0 ? record.partition : this.#choose(topic, record.key)
    this.sender.push({
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
    })
  }

  #choose(topic: string, key: Buffer | null): number {
    const count = this.#cluster.cached(topic)?.leaders.length ?? 1
    if (key !== null) return partitionOf(this.#cluster.kafka, key, count)
    const turn = this.#turns.get(topic) ?? 0
    this.#turns.set(topic, (turn + 1) % count)
    return turn % count
  }
}

const ignored = (): void => undefined

async function knownTopic(cluster: Cluster, name: string): Promise<void> {
  if ((await cluster.topic(name)) !== undefined) return
  throw new Fault('UNKNOWN_TOPIC_OR_PARTITION', `there is no topic ${name}; create it, with ensureTopics for instance`)
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
    flush: () => outbox.sender.flushed(),
    close: () => (closing ??= outbox.sender.flushed().then(() => outbox.sender.close())),
  }
}

export const closed = (): Refusal => new Refusal('CLOSED', 'the producer is closed')
