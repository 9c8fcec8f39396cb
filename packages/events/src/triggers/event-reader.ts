import type { BatchSource } from '@millrace/kernel'
import { type EventBlock, decodeBlock } from '../brokers/event-block.ts'
import type { EventFeed } from '../brokers/event-feed.ts'

export interface ReaderOptions {
  readonly feed: EventFeed
  readonly topic: string
  readonly newSource: () => BatchSource
  /** Where each partition is to be read on. */
  readonly positions: readonly number[]
  /** Bytes that are given ahead of the first `grant`. */
  readonly windowBytes: number
  readonly onBlock: (block: EventBlock) => void
  readonly onFault: (error: Error) => void
}

/**
 * Reads a broker's events for one trigger: from the feed that all share while it is not far behind, and by a source of
 * its own until it has caught up. Blocks of a partition come in order, under credits, and may begin before the position.
 */
export class EventReader {
  readonly #options: ReaderOptions
  readonly #next: number[]
  #left: number
  #own: BatchSource | undefined
  #unfollow: (() => void) | undefined
  #closed = false

  constructor(options: ReaderOptions) {
    this.#options = options
    this.#next = [...options.positions]
    this.#left = options.windowBytes
  }

  start(): void {
    const { feed, onFault } = this.#options
    this.#unfollow = feed.follow({ onAdvance: () => this.#pump(), onFault })
    this.#pump()
  }

  /** A block is done with. */
  grant(bytes: number): void {
    if (this.#closed) return
    this.#left += bytes
    this.#own?.grant(bytes)
    this.#pump()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#unfollow?.()
    await this.#own?.close()
  }

  /** Gives what the feed has; while it has a source of its own, that one gives. */
  #pump(): void {
    if (this.#own !== undefined || this.#closed) return
    for (let given = true; given;) {
      given = false
      for (const partition of this.#next.keys()) {
        if (this.#left <= 0) return
        const block = this.#options.feed.blockAt(partition, this.#next[partition] ?? 0)
        if (block === 'later') continue
        if (block === 'gone') return this.#readAlone()
        this.#give(block)
        given = true
      }
    }
  }

  #give(block: EventBlock): void {
    this.#left -= block.bytes
    this.#next[block.partition] = block.nextOffset
    this.#options.onBlock(block)
  }

  #readAlone(): void {
    const { topic, newSource, onFault } = this.#options
    const own = newSource()
    this.#own = own
    own.onBlock((block) => {
      if (this.#own !== own || this.#closed) return
      this.#give(decodeBlock(block))
      if (this.#hasCaughtUp()) this.#readTogether(own)
    })
    own.onFault((_, error) => onFault(error))
    own.grant(this.#left)
    own.assign(this.#next.map((offset, partition) => ({ topic, partition, offset })))
  }

  #hasCaughtUp(): boolean {
    return this.#next.every((offset, partition) => this.#options.feed.blockAt(partition, offset) !== 'gone')
  }

  #readTogether(own: BatchSource): void {
    this.#own = undefined
    void own.close()
    queueMicrotask(() => this.#pump())
  }
}
