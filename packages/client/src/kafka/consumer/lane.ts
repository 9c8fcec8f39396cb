import type { KafkaRecord } from '../../topic/record.ts'
import type { Chunk } from '../fetch/chunk.ts'

/** One partition's records, handled one after the other. */
export class Lane {
  readonly topic: string
  readonly partition: number
  readonly signal: AbortSignal
  /** The next offset to commit: everything before it is done with. */
  done: number
  committed: number
  end: number
  readonly #chunks: { readonly chunk: Chunk; readonly release: () => void }[] = []
  readonly #stop = new AbortController()
  readonly #handle: (record: KafkaRecord, lane: Lane) => Promise<void>
  #running: Promise<void> | undefined

  constructor(
    topic: string,
    partition: number,
    position: number,
    handle: (record: KafkaRecord, lane: Lane) => Promise<void>,
  ) {
    this.topic = topic
    this.partition = partition
    this.signal = this.#stop.signal
    this.done = position
    this.committed = position
    this.end = position
    this.#handle = handle
  }

  push(chunk: Chunk, release: () => void): void {
    this.end = Math.max(chunk.endOffset, chunk.nextOffset)
    this.#chunks.push({ chunk, release })
    this.#running ??= this.#run()
  }

  /** Takes no more records; resolves when the one under way is done with or has been left. */
  async stop(reason: Error): Promise<void> {
    this.#stop.abort(reason)
    await this.#running
  }

  async #run(): Promise<void> {
    for (let next = this.#chunks.shift(); next !== undefined; next = this.#chunks.shift()) {
      await this.#through(next.chunk)
      next.release()
    }
    this.#running = undefined
  }

  async #through({ records, nextOffset }: Chunk): Promise<void> {
    for (const record of records) {
      if (this.signal.aborted) return
      try {
        await this.#handle(record, this)
      } catch {
        // Left, not done: whoever gets the partition next handles it.
        if (this.signal.aborted) return
        throw new Error('a lane was left without being stopped')
      }
      this.done = record.offset + 1
    }
    if (!this.signal.aborted) this.done = nextOffset
  }
}
