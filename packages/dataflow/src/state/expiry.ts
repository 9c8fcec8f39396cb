import { ByTime } from './by-time.ts'

/** What is kept for as long as it is written now and then. */
export interface Expiring {
  /** When it was written last (processing time, ms). */
  written?: number
}

/**
 * State TTL: what has not been written for `ttlMs` counts as gone, and is dropped when the clock moves. 0: nothing goes.
 * Processing time stands still between two calls of `advance`.
 */
export class Expiry<T extends Expiring> {
  readonly #ttlMs: number
  readonly #drop: (item: T) => void
  readonly #queue = new ByTime<T>()
  #now = 0

  constructor(ttlMs: number, drop: (item: T) => void) {
    this.#ttlMs = ttlMs
    this.#drop = drop
  }

  /** The item has been written. */
  touch(item: T): void {
    if (this.#ttlMs === 0) return
    const queued = item.written !== undefined
    item.written = this.#now
    if (!queued) this.#queue.add(this.#now + this.#ttlMs, item)
  }

  /** After a restart: the item with its time. */
  resume(item: T): void {
    if (this.#ttlMs > 0) this.#queue.add((item.written ?? this.#now) + this.#ttlMs, item)
  }

  isGone({ written }: T): boolean {
    return this.#ttlMs > 0 && written !== undefined && written + this.#ttlMs <= this.#now
  }

  advance(now: number): void {
    if (this.#ttlMs === 0) return
    this.#now = Math.max(this.#now, now)
    for (const item of this.#queue.takeUntil(this.#now)) {
      const due = (item.written ?? 0) + this.#ttlMs
      if (due <= this.#now) this.#drop(item)
      else this.#queue.add(due, item)
    }
  }

  /** When something goes next at the earliest. */
  due(): number | undefined {
    return this.#ttlMs === 0 ? undefined : this.#queue.first()
  }
}
