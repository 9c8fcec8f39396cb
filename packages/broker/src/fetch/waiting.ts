import type { LivenessClock, Timer } from '@millrace/kernel'
import type { LogPartition } from '@millrace/log'

/**
 * One long poll: waits until watched partitions move on, the time is over, or nobody waits any more. Moves that come
 * together (one fsync ends for many partitions) are given together.
 */
export class Waiting {
  readonly #moved = new Set<number>()
  readonly #stops: (() => void)[] = []
  readonly #timer: Timer
  readonly #signal: AbortSignal | undefined
  #over = false
  #wake: (() => void) | undefined
  #queued = false

  constructor(clock: LivenessClock, mostMs: number, signal: AbortSignal | undefined) {
    this.#timer = clock.timerIn(mostMs, this.#expire)
    this.#signal = signal
    if (signal?.aborted === true) this.#over = true
    signal?.addEventListener('abort', this.#expire, { once: true })
  }

  /** Watches a partition under a number. `hasMoved` says whether it has moved since it was read, before the watch. */
  watch(at: number, partition: LogPartition, hasMoved: () => boolean): void {
    this.#stops.push(partition.onAdvance(() => this.#note(at)))
    if (hasMoved()) this.#note(at)
  }

  /** The numbers of those that have moved; undefined when the wait is over. */
  async next(): Promise<readonly number[] | undefined> {
    if (!this.#over && this.#moved.size === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    if (this.#over) return undefined
    const moved = [...this.#moved]
    this.#moved.clear()
    return moved
  }

  end(): void {
    this.#timer.cancel()
    this.#signal?.removeEventListener('abort', this.#expire)
    for (const stop of this.#stops) stop()
  }

  #note(at: number): void {
    this.#moved.add(at)
    if (this.#queued) return
    this.#queued = true
    queueMicrotask(() => {
      this.#queued = false
      this.#wake?.()
    })
  }

  readonly #expire = (): void => {
    this.#over = true
    this.#wake?.()
  }
}
