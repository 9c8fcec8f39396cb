import { unknownPartition } from '../topics/unknown.ts'
import { type Clocks, Fault, Refusal } from '@millrace/kernel'
import {
  type Appended,
  BatchHeader,
  type FrameBatch,
  type Log,
  type LogPartition,
  type ProducerBatch,
  stampLogAppendTime,
  wholeBatchAt,
} from '@millrace/log'
import type { BrokerSettings } from '../configs/settings.ts'
import type { Topic } from '../topics/topic.ts'
import type { Topics } from '../topics/topics.ts'
import type { ProducerChecks } from './checks.ts'
import { validateBatch } from './validate.ts'

export interface ProduceRequest {
  readonly transactionalId: string | null
  /** -1: by all copies, 1: by the leader, 0: without an answer. All three append alike here. */
  readonly acks: number
  /** Whether the client may compress with zstd: versions of Produce before 7 may not (KIP-110). */
  readonly takesZstd?: boolean
  readonly parts: readonly ProducePart[]
}

/** One batch for one partition. `records` is changed in place where the topic has it stamped with its append time. */
export interface ProducePart {
  readonly topic: Topic
  readonly index: number
  readonly records: Buffer | null
}

export type ProduceResult = ProducedBatch | { readonly error: Refusal | Fault }

interface ProducedBatch {
  readonly error?: undefined
  readonly baseOffset: number
  /** ms since epoch; -1 when the records keep their own times. */
  readonly logAppendTime: number
  readonly logStartOffset: number
}

export interface ProduceOptions {
  readonly log: Log
  readonly clocks: Clocks
  readonly topics: Topics
  readonly settings: BrokerSettings
  readonly checks: ProducerChecks
}

/** Kafka's number of the codec. */
const ZSTD = 4

/** A part that may be appended, or has been before. */
interface Ready {
  readonly at: number
  readonly partition: LogPartition
  readonly bytes: Buffer
  readonly logAppendTime: number
  readonly repetition: ProducerBatch | undefined
}

/**
 * Appends what producers send: one frame for a request, and each partition refused or taken for itself. Offsets are
 * given before the call returns, so that requests of one connection stay in order; the promise resolves when the
 * records are durable.
 */
export class Produce {
  readonly #options: ProduceOptions

  constructor(options: ProduceOptions) {
    this.#options = options
  }

  produce(request: ProduceRequest): Promise<readonly ProduceResult[]> {
    const results: ProduceResult[] = Array.from({ length: request.parts.length })
    const ready = this.#ready(request, results)
    const fresh = ready.filter(({ repetition }) => repetition === undefined)
    const durable = fresh.length === 0 ? [] : this.#append(fresh, results)
    for (const part of ready) if (part.repetition !== undefined) results[part.at] = repeated(part, part.repetition)
    // A repetition may have come while the first is on its way to the disk: its answer waits for that too.
    if (fresh.length < ready.length) durable.push({ parts: ready, promise: this.#options.log.flush() })
    return settled(durable, results)
  }

  #ready(request: ProduceRequest, results: ProduceResult[]): Ready[] {
    const ready: Ready[] = []
    const seen = new Set<number>()
    for (const [at, part] of request.parts.entries()) {
      try {
        const checked = this.#check(request, part, at)
        if (seen.has(checked.partition.number)) {
          throw new Refusal('INVALID_REQUEST', `${nameOf(part)} is in the request twice: send one batch a partition`)
        }
        seen.add(checked.partition.number)
        ready.push(checked)
      } catch (error) {
        results[at] = { error: expected(error) }
      }
    }
    return ready
  }

  #check(request: ProduceRequest, part: ProducePart, at: number): Ready {
    const { topics, clocks } = this.#options
    const partition = topics.partition(part.topic, part.index)
    if (partition === undefined) throw unknownPartition()
    const settings = topics.settingsOf(part.topic)
    const bytes = part.records
    if (bytes === null || bytes.length === 0) {
      throw new Refusal('INVALID_RECORD', 'Produce requests must have at least one record batch per partition')
    }
    const now = clocks.domain.now()
    if (request.takesZstd === false && isZstd(bytes)) {
      throw new Refusal(
        'UNSUPPORTED_COMPRESSION_TYPE',
        'This version of the produce request is not allowed to use ZStandard compression',
      )
    }
    this.#checkRequest(request, part)
    const header = validateBatch(bytes, { partition: nameOf(part), settings, now })
    let repetition: ProducerBatch | undefined
    if (header.producerId >= 0) {
      // First whether the transaction is open, as in Kafka: what it has already is no reason to take it again after its end.
      if (header.isTransactional) {
        this.#options.checks.checkTransaction(request.transactionalId, header, part.topic, part.index)
      }
      repetition = this.#options.checks.repetitionOf(header, partition)
    }
    const stamped = settings.timestampType === 'LogAppendTime'
    if (stamped) stampLogAppendTime(bytes, now)
    return { at, partition, bytes, logAppendTime: stamped ? now : -1, repetition }
  }

  #checkRequest({ acks }: ProduceRequest, part: ProducePart): void {
    if (acks < -1 || acks > 1) {
      throw new Refusal('INVALID_REQUIRED_ACKS', `acks is -1, 0 or 1, not ${acks}`)
    }
    if (part.topic.internal) {
      throw new Refusal('INVALID_TOPIC_EXCEPTION', `Cannot append to internal topic ${part.topic.name}`)
    }
  }

  /** One frame for all; when the log refuses that, one for each, so that a bad neighbour spoils nothing. */
  #append(parts: readonly Ready[], results: ProduceResult[]): Pending[] {
    try {
      return [this.#appendFrame(parts, results)]
    } catch (error) {
      if (parts.length === 1) {
        results[parts[0]?.at ?? 0] = { error: expected(error) }
        return []
      }
    }
    return parts.flatMap((part) => this.#append([part], results))
  }

  #appendFrame(parts: readonly Ready[], results: ProduceResult[]): Pending {
    const batches: FrameBatch[] = parts.map(({ partition, bytes }) => ({ partition: partition.number, bytes }))
    const { baseOffsets, durable }: Appended = this.#options.log.append({ batches })
    for (const [index, { at, partition, logAppendTime }] of parts.entries()) {
      const baseOffset = baseOffsets[index] as number
      results[at] = { baseOffset, logAppendTime, logStartOffset: partition.startOffset }
    }
    return { parts, promise: durable }
  }
}

/** Told before the batch is looked at any further. */
function isZstd(bytes: Buffer): boolean {
  return wholeBatchAt(bytes, 0) !== undefined && new BatchHeader(bytes).compression === ZSTD
}

interface Pending {
  readonly parts: readonly Ready[]
  readonly promise: Promise<void>
}

async function settled(pending: readonly Pending[], results: ProduceResult[]): Promise<readonly ProduceResult[]> {
  for (const { parts, promise } of pending) {
    try {
      await promise
    } catch (error) {
      for (const { at } of parts) results[at] = { error: expected(error) }
    }
  }
  return results
}

function repeated({ partition }: Ready, batch: ProducerBatch): ProducedBatch {
  return {
    baseOffset: batch.firstOffset,
    logAppendTime: batch.timestamp,
    logStartOffset: partition.startOffset,
  }
}

/** Refusals and faults are answers; anything else is a bug, and goes on up. */
function expected(error: unknown): Refusal | Fault {
  if (error instanceof Refusal) return error.code === 'UNKNOWN_PARTITION' ? unknownPartition() : error
  if (error instanceof Fault) return error
  throw error
}

const nameOf = ({ topic, index }: ProducePart): string => `${topic.name}-${index}`
