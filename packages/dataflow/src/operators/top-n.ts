import type { Compare } from '../aggregates/accumulator.ts'
import { DELETE, INSERT, type Row, UPDATE_AFTER, UPDATE_BEFORE, adds } from '../change.ts'
import { keyOf, sameRow } from '../key.ts'
import type { OperatorFactory, Output } from '../operator.ts'
import { type Expiring, Expiry } from '../state/expiry.ts'

export interface TopNOptions {
  readonly partition: readonly number[]
  readonly order: (a: Row, b: Row) => number
  /** Ranks `from` to `to` are given, counted from 1. */
  readonly from: number
  readonly to: number
  /** Whether the rank stands behind the row's columns. */
  readonly withRank: boolean
  /** Whether changes are told place by place (-U +U) rather than as rows that come and go (+I -D). */
  readonly byPlace: boolean
  readonly updateBefore: boolean
  /** Whether rows are never taken back: those behind the last rank that is given need not be kept. */
  readonly grows?: boolean
  /** A partition that has had no row for so long is forgotten; 0 or absent: never. */
  readonly ttlMs?: number
}

interface Partition extends Expiring {
  readonly rows: Row[]
}

/** Orders rows by columns in turn. */
export function orderBy(columns: readonly { column: number; compare: Compare; descending: boolean }[]) {
  return (a: Row, b: Row): number => {
    for (const { column, compare, descending } of columns) {
      const difference = compare(a[column], b[column])
      if (difference !== 0) return descending ? -difference : difference
    }
    return 0
  }
}

/**
 * ROW_NUMBER() … <= n, and ORDER BY … LIMIT n. Keeps the rows of each partition in order: all of them when a retraction
 * may bring up any. With the rank, each rank is a row that is updated; without it, rows come (+I) and go (-D).
 */
export function topN(options: TopNOptions): OperatorFactory {
  const { partition, order, from, to, byPlace, grows = false } = options
  const key = keyOf(partition)
  return (output) => {
    const partitions = new Map<unknown, Partition>()
    const expiry = new Expiry<Partition>(options.ttlMs ?? 0, (held) => {
      const at = held.rows.length === 0 ? undefined : key(held.rows[0] as Row)
      if (at !== undefined && partitions.get(at) === held) partitions.delete(at)
    })
    return {
      change(kind, row) {
        const at = key(row)
        const known = partitions.get(at)
        const held = known === undefined || expiry.isGone(known) ? { rows: [] } : known
        const { rows } = held
        const place = adds(kind) ? placeAfter(rows, row, order) : placeOf(rows, row)
        if (place < 0) return
        const tells = place < to
        const before = tells ? rows.slice(from - 1, to) : []
        if (!adds(kind)) rows.splice(place, 1)
        else if (tells || !grows) rows.splice(place, 0, row)
        if (grows && rows.length > to) rows.pop()
        if (rows.length === 0) partitions.delete(at)
        else {
          partitions.set(at, held)
          expiry.touch(held)
        }
        if (!tells) return
        const after = rows.slice(from - 1, to)
        if (byPlace) sendRanks(before, after, options, output)
        else sendRows(before, after, output)
      },
      clock: (now) => expiry.advance(now),
      due: () => expiry.due(),
      snapshot: () => [...partitions.values()],
      restore: (state) => {
        for (const held of state as Partition[]) {
          partitions.set(key(held.rows[0] as Row), held)
          expiry.resume(held)
        }
      },
    }
  }
}

/** Behind the rows that are not greater, so that of equal ones the first comes first. */
function placeAfter(rows: readonly Row[], row: Row, order: (a: Row, b: Row) => number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (order(rows[middle] as Row, row) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

/** Where an equal row stands; -1 when there is none. */
function placeOf(rows: readonly Row[], row: Row): number {
  return rows.findLastIndex((one) => sameRow(one, row))
}

function sendRanks(before: readonly Row[], after: readonly Row[], options: TopNOptions, output: Output): void {
  for (let at = 0; at < Math.max(before.length, after.length); at++) {
    const shown = (row: Row): Row => (options.withRank ? [...row, options.from + at] : row)
    const [old, now] = [before[at], after[at]]
    if (old === now) continue
    if (old === undefined) output.change(INSERT, shown(now as Row))
    else if (now === undefined) output.change(DELETE, shown(old))
    else {
      if (options.updateBefore) output.change(UPDATE_BEFORE, shown(old))
      output.change(UPDATE_AFTER, shown(now))
    }
  }
}

function sendRows(before: readonly Row[], after: readonly Row[], output: Output): void {
  for (const row of before) if (!after.includes(row)) output.change(DELETE, row)
  for (const row of after) if (!before.includes(row)) output.change(INSERT, row)
}
