import type { KafkaRecord } from '../../topic/record.ts'

/** A record on its way, and who waits for its offset. */
export interface Pending {
  readonly record: Omit<KafkaRecord, 'offset'>
  readonly bytes: number
  readonly resolve: (offset: number) => void
  readonly reject: (reason: unknown) => void
}

/** Records that travel together. Once `identity` is set it is sent with that and nothing else, however often. */
export interface Batch {
  readonly topic: string
  readonly partition: number
  readonly records: readonly Pending[]
  /** Liveness time at which it was put together. */
  readonly since: number
  identity?: { readonly producerId: bigint; readonly epoch: number; readonly sequence: number }
  attempts: number
  /** A try ended without an answer: it may have been written. */
  uncertain: boolean
  /** Liveness time before which it is not tried again. */
  notBefore: number
}

/** The records of one partition in the order of their `send`s; one batch under way at a time keeps that order. */
export class PartitionQueue {
  readonly topic: string
  readonly partition: number
  inFlight = false
  readonly #fresh: Pending[] = []
  readonly #again: Batch[] = []

  constructor(topic: string, partition: number) {
    this.topic = topic
    this.partition = partition
  }

  get empty(): boolean {
    return this.#fresh.length === 0 && this.#again.length === 0
  }

  push(pending: Pending): void {
    this.#fresh.push(pending)
  }

  /**
   * What goes next: a batch to repeat, else as many records as fit; undefined when there is none, or when it is too early for
   * the repetition and only what is `due` is asked for.
   */
  take(now: number, mostBytes: number, which: 'due' | 'any' = 'due'): Batch | undefined {
    const [again] = this.#again
    if (again !== undefined) return which === 'any' || again.notBefore <= now ? this.#again.shift() : undefined
    let bytes = 0
    let count = 0
    for (const pending of this.#fresh) {
      if (count > 0 && bytes + pending.bytes > mostBytes) break
      bytes += pending.bytes
      count++
    }
    if (count === 0) return undefined
    return newBatch(this, this.#fresh.splice(0, count), now)
  }

  /** Liveness time of the next repetition, when there is one. */
  get nextAt(): number | undefined {
    return this.#again[0]?.notBefore
  }

  putBack(...batches: Batch[]): void {
    this.#again.unshift(...batches)
  }

  /** Takes everything out that has not been sent. */
  clear(): Pending[] {
    return [...this.#again.splice(0).flatMap(({ records }) => records), ...this.#fresh.splice(0)]
  }
}

/** Two batches instead of one that was too large; none of it has been written. */
export function halves(batch: Batch): [Batch, Batch] {
  const middle = Math.ceil(batch.records.length / 2)
  return [
    newBatch(batch, batch.records.slice(0, middle), batch.since),
    newBatch(batch, batch.records.slice(middle), batch.since),
  ]
}

function newBatch(place: { topic: string; partition: number }, records: readonly Pending[], since: number): Batch {
  return {
    topic: place.topic,
    partition: place.partition,
    records,
    since,
    attempts: 0,
    uncertain: false,
    notBefore: since,
  }
}
