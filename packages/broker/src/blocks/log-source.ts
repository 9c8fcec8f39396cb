import { type BatchSource, Fault, type RecordBlock, Refusal, type TopicPartition } from '@millrace/kernel'
import type { LogPartition } from '@millrace/log'
import type { Topics } from '../topics/topics.ts'
import { Credits } from './credits.ts'
import { settledBytes } from './settled-bytes.ts'

/** The most that one block holds, but for a single batch that is larger. A worker decodes this in a few ms. */
const BLOCK_BYTES = 256 * 1024

interface Reading extends TopicPartition {
  /** A topic that is made again under the same name is another one. */
  readonly topicId: string
  readonly stop: () => void
  position: number
}

/**
 * Records of the embedded log in blocks, over shared memory. Gives what transactions have decided, and neither aborted
 * records nor markers; where nothing else was, the block is empty and says how far it was read. A block holds what there is by then, so blocks grow with the load: what one group commit has
 * brought comes together, and what has piled up while credits were out comes in blocks of `BLOCK_BYTES`. Partitions
 * take turns.
 */
export class LogSource implements BatchSource {
  readonly #topics: Topics
  readonly #credits = new Credits()
  readonly #readings = new Map<string, Reading>()
  #receive: (block: RecordBlock) => void = () => undefined
  #report: (partition: TopicPartition, error: Error) => void = () => undefined
  #pumping = false
  #again = false
  #closed = false

  constructor(topics: Topics) {
    this.#topics = topics
  }

  assign(positions: readonly (TopicPartition & { readonly offset: number })[]): void {
    for (const { topic, partition, offset } of positions) {
      const key = `${topic}\n${partition}`
      this.#readings.get(key)?.stop()
      const stored = this.#stored(topic, partition)
      const stop = stored?.onAdvance(() => this.#wake()) ?? (() => undefined)
      const topicId = this.#topics.get(topic)?.id ?? ''
      this.#readings.set(key, { topic, partition, topicId, position: offset, stop })
    }
    this.#wake()
  }

  grant(bytes: number): void {
    this.#credits.grant(bytes)
    this.#wake()
  }

  onBlock(receive: (block: RecordBlock) => void): void {
    this.#receive = receive
  }

  onFault(report: (partition: TopicPartition, error: Error) => void): void {
    this.#report = report
  }

  close(): Promise<void> {
    this.#closed = true
    for (const { stop } of this.#readings.values()) stop()
    this.#readings.clear()
    return Promise.resolve()
  }

  /** Moves that come together are read together, in the next microtask. */
  #wake(): void {
    if (this.#pumping) {
      this.#again = true
      return
    }
    this.#pumping = true
    queueMicrotask(() => void this.#pump())
  }

  async #pump(): Promise<void> {
    do {
      this.#again = false
      let given = true
      while (given && !this.#closed) {
        given = false
        for (const [key, reading] of this.#readings) {
          if (this.#closed || !this.#credits.some) break
          given = (await this.#next(key, reading)) || given
        }
      }
    } while (this.#again && !this.#closed)
    this.#pumping = false
  }

  /** Gives the next block of a partition; false when there is none, or no credit for it. */
  async #next(key: string, reading: Reading): Promise<boolean> {
    try {
      const partition = this.#stored(reading.topic, reading.partition)
      if (partition === undefined || this.#topics.get(reading.topic)?.id !== reading.topicId) throw gone(reading)
      return await this.#read(reading, partition)
    } catch (error) {
      // Assigned anew or closed while it was read: that is nobody's fault any more.
      if (this.#readings.get(key) !== reading) return false
      if (!(error instanceof Refusal) && !(error instanceof Fault)) throw error
      reading.stop()
      this.#readings.delete(key)
      this.#report({ topic: reading.topic, partition: reading.partition }, error)
      return false
    }
  }

  async #read(reading: Reading, partition: LogPartition): Promise<boolean> {
    const from = reading.position
    const upTo = partition.lastStableOffset
    const maxBytes = Math.min(BLOCK_BYTES, this.#credits.left)
    const read = await partition.read({ from, upTo, maxBytes, atLeastOne: true })
    if (this.#closed || this.#readings.get(`${reading.topic}\n${reading.partition}`) !== reading) return false
    if (read.nextOffset <= from) return false
    const bytes = settledBytes(read.chunks, partition.abortedTransactions(from, read.nextOffset))
    if (bytes.length > 0 && !this.#credits.take(bytes.length)) return false
    reading.position = read.nextOffset
    const { topic, partition: index } = reading
    this.#receive({ topic, partition: index, fromOffset: from, nextOffset: read.nextOffset, bytes })
    return true
  }

  #stored(topic: string, index: number): LogPartition | undefined {
    const found = this.#topics.get(topic)
    return found && this.#topics.partition(found, index)
  }
}

const gone = ({ topic, partition }: TopicPartition): Refusal =>
  new Refusal('UNKNOWN_TOPIC_OR_PARTITION', `${topic}-${partition} is not there, or not the one that was assigned`)
