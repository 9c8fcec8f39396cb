import type { BatchSource } from '@millrace/kernel'
import { type EventBlock, decodeBlock } from './event-block.ts'

export interface FeedOptions {
  readonly topic: string
  readonly newSource: () => BatchSource
  /** Where each partition ends now. */
  readonly ends: () => readonly number[]
  /** What lies ready; 8 MiB without it. Whoever is further behind reads for himself. */
  readonly keptBytes?: number
}

/** Somebody who reads along. */
export interface Follower {
  /** There is more. */
  readonly onAdvance: () => void
  readonly onFault: (error: Error) => void
}

/** What is read ahead of the feed by one source. */
const SOURCE_BYTES = 1 << 20
const KEPT_BYTES = 8 * 2 ** 20
const KEPT_BLOCKS = 4096

/**
 * The end of a broker's log, read and decoded once for all of its triggers: a record costs its decoding once, however
 * many triggers look at it. It runs while somebody follows, and waits for nobody.
 */
export class EventFeed {
  readonly #options: FeedOptions
  readonly #followers = new Set<Follower>()
  /** By partition, in order, without gaps. */
  #blocks: EventBlock[][] = []
  /** The same in the order in which they came. */
  #kept: EventBlock[] = []
  #keptBytes = 0
  #ends: number[] = []
  #source: BatchSource | undefined

  constructor(options: FeedOptions) {
    this.#options = options
  }

  /** Gives what ends it. */
  follow(follower: Follower): () => void {
    this.#followers.add(follower)
    if (this.#source === undefined) this.#open()
    return () => {
      this.#followers.delete(follower)
      if (this.#followers.size === 0) this.#close()
    }
  }

  /** The block that holds an offset; `later` when it is still to come, `gone` when it is not held any more. */
  blockAt(partition: number, offset: number): EventBlock | 'later' | 'gone' {
    const blocks = this.#blocks[partition] ?? []
    if (offset >= (this.#ends[partition] ?? 0)) return 'later'
    const first = blocks[0]
    if (first === undefined || offset < first.fromOffset) return 'gone'
    return blocks[indexOf(blocks, offset)] ?? 'gone'
  }

  #open(): void {
    const { newSource, ends, topic } = this.#options
    const source = newSource()
    this.#source = source
    this.#ends = [...ends()]
    this.#blocks = this.#ends.map(() => [])
    source.onBlock((block) => {
      this.#take(decodeBlock(block))
      source.grant(block.bytes.length)
      for (const { onAdvance } of this.#followers) onAdvance()
    })
    source.onFault((_, error) => {
      for (const { onFault } of this.#followers) onFault(error)
    })
    source.grant(SOURCE_BYTES)
    source.assign(this.#ends.map((offset, partition) => ({ topic, partition, offset })))
  }

  #close(): void {
    void this.#source?.close()
    this.#source = undefined
    this.#blocks = []
    this.#kept = []
    this.#keptBytes = 0
    this.#ends = []
  }

  #take(block: EventBlock): void {
    this.#blocks[block.partition]?.push(block)
    this.#kept.push(block)
    this.#keptBytes += block.bytes
    this.#ends[block.partition] = block.nextOffset
    while (this.#keptBytes > (this.#options.keptBytes ?? KEPT_BYTES) || this.#kept.length > KEPT_BLOCKS)
      this.#forgetOldest()
  }

  #forgetOldest(): void {
    const oldest = this.#kept.shift()
    if (oldest === undefined) return
    this.#keptBytes -= oldest.bytes
    this.#blocks[oldest.partition]?.shift()
  }
}

/** Of the last block that begins at or before an offset. */
function indexOf(blocks: readonly EventBlock[], offset: number): number {
  let low = 0
  let high = blocks.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((blocks[middle]?.fromOffset ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
