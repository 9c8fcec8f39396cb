import type { Range } from '../kafka/offsets.ts'
import type { RawRecord } from './content.ts'
import { type Order, mergeByTime } from './merge.ts'

/** How much one request may look at. */
interface Budget {
  records: number
  ms: number
}

export interface Scan {
  order: Order
  /** What is still to be looked at, by partition; a page takes its part away from the front (or the back). */
  ranges: ReadonlyMap<number, Range>
  limit: number
  accepts: (record: RawRecord) => boolean
  budget: Budget
}

export interface Scanned {
  records: RawRecord[]
  scanned: number
  stopped: 'full' | 'end' | 'budget'
  /** What is left for the next page. */
  left: Map<number, Range>
}

/** Reads all records of each range. */
export type ReadRanges = (ranges: ReadonlyMap<number, Range>) => Promise<RawRecord[]>

const windowAtMost = 5000
const slowWindowMs = 400

/**
 * Looks for matching records in windows that grow while they are read quickly, from the newest or from the oldest on,
 * until the page is full, everything was looked at, or the budget is used up. Each page continues exactly where the one
 * before stopped: no record is shown twice, none is left out.
 */
export async function scan(wanted: Scan, read: ReadRanges, now: () => number): Promise<Scanned> {
  const began = now()
  const left = new Map([...wanted.ranges].filter(([, { start, end }]) => start < end))
  const records: RawRecord[] = []
  let scanned = 0
  let size = Math.max(wanted.limit, 50)
  while (left.size > 0) {
    const windowBegan = now()
    const window = nextWindow(left, size, wanted.order)
    const inside = await read(window)
    scanned += inside.length
    const matching = mergeByTime(inside.filter(wanted.accepts), wanted.order)
    const taken = matching.slice(0, wanted.limit - records.length)
    records.push(...taken)
    advance(left, window, matching.slice(taken.length), wanted.order)
    if (records.length >= wanted.limit) return { records, scanned, stopped: left.size === 0 ? 'end' : 'full', left }
    if (scanned >= wanted.budget.records || now() - began >= wanted.budget.ms) break
    if (now() - windowBegan < slowWindowMs) size = Math.min(size * 2, windowAtMost)
  }
  return { records, scanned, stopped: left.size === 0 ? 'end' : 'budget', left }
}

function nextWindow(left: ReadonlyMap<number, Range>, size: number, order: Order): Map<number, Range> {
  return new Map(
    [...left].map(([partition, { start, end }]) => [
      partition,
      order === 'oldest' ? { start, end: Math.min(end, start + size) } : { start: Math.max(start, end - size), end },
    ]),
  )
}

/** Takes the window away from what is left, but for the partitions' first matching record that found no room. */
function advance(
  left: Map<number, Range>,
  window: ReadonlyMap<number, Range>,
  waiting: readonly RawRecord[],
  order: Order,
): void {
  for (const [partition, { start, end }] of window) {
    const range = left.get(partition) as Range
    const next = waiting.find((record) => record.partition === partition)?.offset
    if (order === 'oldest') keep(left, partition, { start: next ?? end, end: range.end })
    else keep(left, partition, { start: range.start, end: next === undefined ? start : next + 1 })
  }
}

function keep(left: Map<number, Range>, partition: number, range: Range): void {
  if (range.start < range.end) left.set(partition, range)
  else left.delete(partition)
}
