import { END_OF_TIME, INSERT, type Row } from '../change.ts'
import type { KeyOf } from '../key.ts'
import type { OperatorFactory, Output } from '../operator.ts'
import { ByTime } from '../state/by-time.ts'

export interface IntervalJoinOptions {
  readonly type: 'inner' | 'left' | 'right' | 'full'
  readonly leftKey: KeyOf
  readonly rightKey: KeyOf
  /** Key columns of each side: a null in them matches nothing. */
  readonly leftColumns: readonly number[]
  readonly rightColumns: readonly number[]
  readonly leftWidth: number
  readonly rightWidth: number
  readonly condition?: ((row: Row) => unknown) | undefined
  /** Columns of the two times, in ms. */
  readonly leftTime: number
  readonly rightTime: number
  /** Rows match when `lower <= left time - right time <= upper`. */
  readonly lower: number
  readonly upper: number
  /** What lets rows go: the watermark, or the clock. */
  readonly time: 'event' | 'processing'
}

interface Held {
  readonly row: Row
  readonly side: 0 | 1
  readonly at: number
  matched: boolean
}

/**
 * Join of two streams whose times lie near each other. Keeps a row only as long as a match may still come; a row of an
 * outer side without one is padded when it goes, so that nothing is ever taken back. The watermark that is passed on is
 * held back by the interval, as results carry the times of both sides.
 */
export function intervalJoin(options: IntervalJoinOptions): OperatorFactory {
  return (output) => {
    const join = new Join(options, output)
    const delay = Math.max(0, -options.lower, options.upper)
    return {
      change: (_kind, row, input) => join.take(row, input as 0 | 1),
      watermark(at) {
        if (options.time === 'event') join.advance(at)
        output.watermark(at === END_OF_TIME ? at : at - delay)
      },
      clock(now) {
        if (options.time === 'processing') join.advance(now)
      },
      due: () => (options.time === 'processing' ? join.due() : undefined),
      snapshot: () => join.snapshot(),
      restore: (state) => join.restore(state as { passed: number; rows: Held[] }),
    }
  }
}

class Join {
  readonly #options: IntervalJoinOptions
  readonly #output: Output
  readonly #sides: readonly [Map<unknown, Set<Held>>, Map<unknown, Set<Held>>] = [new Map(), new Map()]
  readonly #leaving = new ByTime<Held>()
  #passed = -Infinity

  constructor(options: IntervalJoinOptions, output: Output) {
    this.#options = options
    this.#output = output
  }

  take(row: Row, side: 0 | 1): void {
    const { leftTime, rightTime, leftColumns, rightColumns } = this.#options
    const at = row[side === 0 ? leftTime : rightTime]
    const columns = side === 0 ? leftColumns : rightColumns
    const joinable = typeof at === 'number' && columns.every((column) => row[column] !== null)
    if (!joinable) return this.#pad({ row, side, at: 0, matched: false })
    const held: Held = { row, side, at, matched: false }
    for (const other of this.#sides[side === 0 ? 1 : 0].get(this.#keyOf(held)) ?? []) this.#match(held, other)
    if (this.#leavesAt(held) <= this.#passed) this.#pad(held)
    else this.#hold(held)
  }

  /** No row with a time at or before `at` comes any more. */
  advance(at: number): void {
    this.#passed = at
    for (const held of this.#leaving.takeUntil(at)) {
      const key = this.#keyOf(held)
      const rows = this.#sides[held.side].get(key)
      rows?.delete(held)
      if (rows?.size === 0) this.#sides[held.side].delete(key)
      this.#pad(held)
    }
  }

  due(): number | undefined {
    return this.#leaving.first()
  }

  snapshot(): unknown {
    return {
      passed: this.#passed,
      rows: this.#sides.flatMap((side) => [...side.values()].flatMap((rows) => [...rows])),
    }
  }

  restore({ passed, rows }: { passed: number; rows: Held[] }): void {
    this.#passed = passed
    for (const held of rows) this.#hold(held)
  }

  #keyOf({ row, side }: Held): unknown {
    return side === 0 ? this.#options.leftKey(row) : this.#options.rightKey(row)
  }

  /** The last time of the other side that may match has passed then. */
  #leavesAt({ at, side }: Held): number {
    return side === 0 ? at - this.#options.lower : at + this.#options.upper
  }

  #hold(held: Held): void {
    const key = this.#keyOf(held)
    const rows = this.#sides[held.side].get(key)
    if (rows === undefined) this.#sides[held.side].set(key, new Set([held]))
    else rows.add(held)
    this.#leaving.add(this.#leavesAt(held), held)
  }

  #match(held: Held, other: Held): void {
    const [left, right] = held.side === 0 ? [held, other] : [other, held]
    const distance = left.at - right.at
    if (distance < this.#options.lower || distance > this.#options.upper) return
    const row = [...left.row, ...right.row]
    if (this.#options.condition !== undefined && this.#options.condition(row) !== true) return
    left.matched = true
    right.matched = true
    this.#output.change(INSERT, row)
  }

  #pad({ row, side, matched }: Held): void {
    const { type, leftWidth, rightWidth } = this.#options
    const outer = type === 'full' || type === (side === 0 ? 'left' : 'right')
    if (matched || !outer) return
    const nulls = Array.from({ length: side === 0 ? rightWidth : leftWidth }, () => null)
    this.#output.change(INSERT, side === 0 ? [...row, ...nulls] : [...nulls, ...row])
  }
}
