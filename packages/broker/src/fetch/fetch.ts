import { unknownPartition } from '../topics/unknown.ts'
import { type Clocks, Fault, Refusal } from '@millrace/kernel'
import { type AbortedTransaction, LEADER_EPOCH, type LogPartition, type ReadResult } from '@millrace/log'
import type { Configs } from '../configs/configs.ts'
import type { Topic } from '../topics/topic.ts'
import type { Topics } from '../topics/topics.ts'
import { Waiting } from './waiting.ts'

export interface FetchRequest {
  readonly parts: readonly FetchPart[]
  /** An answer waits until there are so many bytes… */
  readonly minBytes: number
  /** …or so much liveness time has passed, ms. */
  readonly maxWaitMs: number
  /** Of the whole answer; the first batch is given even when it is larger. */
  readonly maxBytes: number
  /** Only records whose transactions have been decided. */
  readonly readCommitted: boolean
  /** Ends the wait: nobody is there any more. */
  readonly signal?: AbortSignal | undefined
}

export interface FetchPart {
  readonly topic: Topic
  readonly index: number
  readonly from: number
  readonly maxBytes: number
  /** What the client takes for the leader's epoch; -1 when it does not say. */
  readonly leaderEpoch: number
}

export type FetchResult = FetchedPart | { readonly error: Refusal | Fault }

export interface FetchedPart {
  readonly error?: undefined
  readonly highWatermark: number
  readonly lastStableOffset: number
  readonly logStartOffset: number
  /** Whole batches as they are stored: read-only views. */
  readonly chunks: readonly Buffer[]
  readonly bytes: number
  /** For read_committed: what a reader skips. */
  readonly aborted: readonly AbortedTransaction[] | null
}

export interface FetchOptions {
  readonly clocks: Clocks
  readonly topics: Topics
  readonly configs: Configs
}

/** Gives consumers the stored bytes, now or when there are enough of them. */
export class Fetch {
  readonly #options: FetchOptions

  constructor(options: FetchOptions) {
    this.#options = options
  }

  /** Resolves at once when there is enough, or anything is wrong with any part; else at `maxWaitMs`. */
  async fetch(request: FetchRequest): Promise<readonly FetchResult[]> {
    const round = new FetchRound(request, this.#options)
    await round.read()
    if (round.isEnough() || request.maxWaitMs <= 0) return round.results
    const waiting = new Waiting(this.#options.clocks.liveness, request.maxWaitMs, request.signal)
    try {
      for (const [at, partition] of round.partitions.entries()) {
        if (partition !== undefined) waiting.watch(at, partition, () => round.hasMoved(at))
      }
      for (;;) {
        const moved = await waiting.next()
        if (moved === undefined) return round.results
        await round.read(moved)
        if (round.isEnough()) return round.results
      }
    } finally {
      waiting.end()
    }
  }
}

/** What one fetch has read so far. */
class FetchRound {
  readonly results: FetchResult[]
  readonly partitions: readonly (LogPartition | undefined)[]
  readonly #request: FetchRequest
  readonly #topics: Topics
  readonly #mostBytes: number
  /** Where the readable part of each partition ended when it was read. */
  readonly #ends: number[]
  #bytes = 0
  #failed = false

  constructor(request: FetchRequest, { topics, configs }: FetchOptions) {
    this.#request = request
    this.#topics = topics
    this.#mostBytes = Math.min(request.maxBytes, configs.number('fetch.max.bytes'))
    this.partitions = request.parts.map(({ topic, index }) => topics.partition(topic, index))
    this.results = Array.from({ length: request.parts.length })
    this.#ends = Array.from({ length: request.parts.length }, () => -1)
  }

  isEnough(): boolean {
    return this.#failed || this.#bytes >= Math.min(this.#request.minBytes, this.#mostBytes)
  }

  /** Whether there is more to read than when the part was read last. */
  hasMoved(at: number): boolean {
    const partition = this.partitions[at]
    return partition !== undefined && this.#endOf(partition) !== this.#ends[at]
  }

  async read(parts: Iterable<number> = this.partitions.keys()): Promise<void> {
    for (const at of parts) {
      try {
        const before = this.results[at]
        if (before !== undefined && before.error === undefined) this.#bytes -= before.bytes
        const reading = this.#readPart(at)
        const result = reading instanceof Promise ? await reading : reading
        this.results[at] = result
        this.#bytes += result.bytes
      } catch (error) {
        this.results[at] = { error: expected(error) }
        this.#failed = true
      }
    }
  }

  #readPart(at: number): FetchedPart | Promise<FetchedPart> {
    const part = this.#request.parts[at] as FetchPart
    // Looked up again: the topic may have been deleted during the wait.
    const partition = this.#topics.partition(part.topic, part.index)
    if (partition === undefined) throw unknownPartition()
    checkLeaderEpoch(part.leaderEpoch)
    const upTo = this.#endOf(partition)
    this.#ends[at] = upTo
    const reading = partition.read({
      from: part.from,
      upTo,
      maxBytes: Math.max(0, Math.min(part.maxBytes, this.#mostBytes - this.#bytes)),
      atLeastOne: this.#bytes === 0,
    })
    return reading instanceof Promise
      ? reading.then((read) => this.#fetched(part, partition, read))
      : this.#fetched(part, partition, reading)
  }

  #fetched(part: FetchPart, partition: LogPartition, read: ReadResult): FetchedPart {
    const { highWatermark, lastStableOffset, startOffset } = partition
    return {
      highWatermark,
      lastStableOffset,
      logStartOffset: startOffset,
      chunks: read.chunks,
      bytes: read.bytes,
      aborted: this.#request.readCommitted ? partition.abortedTransactions(part.from, read.nextOffset) : null,
    }
  }

  #endOf(partition: LogPartition): number {
    return this.#request.readCommitted ? partition.lastStableOffset : partition.highWatermark
  }
}

/**
 * A client that knows another epoch than the one there is has talked to another cluster.
 *
 * @throws Refusal FENCED_LEADER_EPOCH, UNKNOWN_LEADER_EPOCH
 */
export function checkLeaderEpoch(epoch: number): void {
  if (epoch === -1 || epoch === LEADER_EPOCH) return
  if (epoch < LEADER_EPOCH) {
    throw new Refusal(
      'FENCED_LEADER_EPOCH',
      `leader epoch ${epoch} is over, ${LEADER_EPOCH} is current: ask for metadata`,
    )
  }
  throw new Refusal('UNKNOWN_LEADER_EPOCH', `leader epoch ${epoch} has not begun, ${LEADER_EPOCH} is current`)
}

function expected(error: unknown): Refusal | Fault {
  if (error instanceof Refusal || error instanceof Fault) return error
  throw error
}
