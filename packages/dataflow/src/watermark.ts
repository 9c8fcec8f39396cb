import { END_OF_TIME } from './change.ts'

/** The least of several inputs' watermarks. */
export class LeastWatermark {
  #marks: number[]
  #least = -Infinity

  constructor(inputs: number) {
    this.#marks = Array.from({ length: inputs }, () => -Infinity)
  }

  /** Moves one input; the new least watermark when that has moved too. */
  move(input: number, at: number): number | undefined {
    if (at <= (this.#marks[input] as number)) return undefined
    this.#marks[input] = at
    const least = this.#marks.length === 1 ? at : Math.min(...this.#marks)
    if (least <= this.#least) return undefined
    this.#least = least
    return least
  }

  snapshot(): number[] {
    return this.#marks
  }

  restore(marks: readonly number[]): void {
    this.#marks = [...marks]
    this.#least = Math.min(...marks)
  }
}

interface Split {
  mark: number
  /** When it last gave a row, on the domain clock. */
  seen: number
  idle: boolean
}

/**
 * The watermark of one source with several splits (partitions): the least of those that are not idle. A split is idle
 * when it has given nothing for `idleTimeout` ms (0: never); when all are, the watermark stands still, as Flink's does.
 */
export class SourceWatermark {
  readonly #idleTimeout: number
  readonly #splits = new Map<string, Split>()
  #current = -Infinity

  constructor(splits: readonly string[], now: number, idleTimeout = 0) {
    this.#idleTimeout = idleTimeout
    for (const split of splits) this.#splits.set(split, { mark: -Infinity, seen: now, idle: false })
  }

  get current(): number {
    return this.#current
  }

  /** A row of `split` says that its watermark is `mark`. */
  observe(split: string, mark: number, now: number): void {
    const at = this.#splits.get(split)
    if (at === undefined) this.#splits.set(split, { mark, seen: now, idle: false })
    else {
      at.seen = now
      at.idle = false
      if (mark > at.mark) at.mark = mark
    }
  }

  /** The watermark by now, when it has moved. */
  move(now: number): number | undefined {
    let least = Infinity
    for (const split of this.#splits.values()) {
      split.idle ||= this.#idleTimeout > 0 && now - split.seen >= this.#idleTimeout
      if (!split.idle && split.mark < least) least = split.mark
    }
    if (least === Infinity || least <= this.#current) return undefined
    this.#current = least
    return least
  }

  /**
   * Time has passed and no split has rows that were not seen: each one's watermark moves on by as much as the clock has
   * since its last row. A split that never had a row holds nobody back. (Flink knows idleness only; an advance of a
   * virtual clock says more: that time has passed.)
   */
  follow(now: number): void {
    const some = [...this.#splits.values()].some(({ mark }) => mark > -Infinity)
    for (const split of this.#splits.values()) {
      if (split.mark > -Infinity) split.mark += Math.max(0, now - split.seen)
      else if (some) split.idle = true
      split.seen = Math.max(split.seen, now)
    }
  }

  /** The source has ended: nothing can be late any more. */
  end(): void {
    this.#current = END_OF_TIME
  }

  /** When a split becomes idle next. */
  due(): number | undefined {
    if (this.#idleTimeout === 0) return undefined
    const waiting = [...this.#splits.values()].filter(({ idle }) => !idle).map(({ seen }) => seen + this.#idleTimeout)
    return waiting.length === 0 ? undefined : Math.min(...waiting)
  }

  snapshot(): unknown {
    return { current: this.#current, splits: Array.from(this.#splits, ([name, split]) => [name, { ...split }]) }
  }

  restore(state: unknown): void {
    const { current, splits } = state as { current: number; splits: [string, Split][] }
    this.#current = current
    this.#splits.clear()
    for (const [name, split] of splits) this.#splits.set(name, { ...split })
  }
}
