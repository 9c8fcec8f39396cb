// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Range } from '../kafka/offsets.ts'
import type { RawRecord } from './content.ts'
import { cursorText, parseCursor } from './cursor.ts'
import { mergeByTime } from './merge.ts'
import { type Scanned, scan } from './scan.ts'

const record = (partition: number, offset: number, timestamp: number): RawRecord => ({
  partition,
  offset,
  timestamp,
  key: null,
  value: null,
  headers: [],
})

const id = (one: RawRecord) => `${one.partition}/${one.offset}`
const generousBudget = { records: 1e9, ms: 1e9 }

/** A topic whose records are held in memory; compaction has taken some of them. */
function topic(partitions: readonly (readonly number[])[]) {
  const all = partitions.map((stamps, partition) => stamps.map((stamp, offset) => record(partition, offset, stamp)))
  const kept = all.map((records) => records.filter(({ timestamp }) => timestamp % 5 !== 0))
  const ranges = new Map<number, Range>(all.map((records, partition) => [partition, { start: 0, end: records.length }]))
  const read = async (windows: ReadonlyMap<number, Range>) =>
    [...windows].flatMap(([one, { start, end }]) =>
      (kept[one] ?? []).filter(({ offset }) => offset >= start && offset < end),
    )
  return { kept: kept.flat(), ranges, read }
}

describe('scan', () => {
  it('shows every matching record exactly once, page by page, each partition in its own order', async () => {
    const stamps = fc.array(fc.array(fc.nat(300), { maxLength: 120 }), { minLength: 1, maxLength: 4 })
    const order = fc.constantFrom('newest' as const, 'oldest' as const)
    await fc.assert(
      fc.asyncProperty(
        stamps,
        order,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 4 }),
        async (partitions, direction, limit, every) => {
          const { kept, ranges, read } = topic(partitions)
          const accepts = (one: RawRecord) => one.timestamp % every === 0
          const seen: RawRecord[] = []
          let left: ReadonlyMap<number, Range> = ranges
          for (let page = 0; page < 1000 && left.size > 0; page += 1) {
            const result: Scanned = await scan(
              { order: direction, ranges: left, limit, accepts, budget: generousBudget },
              read,
              () => 0,
            )
            expect(result.records.length).toBeLessThanOrEqual(limit)
            seen.push(...result.records)
            left = result.left
          }
          expect(seen.map(id).sort()).toEqual(kept.filter(accepts).map(id).sort())
          for (const ours of Map.groupBy(seen, (one) => one.partition).values()) {
            const offsets = ours.map((one) => one.offset)
            expect(offsets).toEqual(offsets.toSorted((a, b) => (direction === 'oldest' ? a - b : b - a)))
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  it('stops when its budget is used up, and says where to go on', async () => {
    const { ranges, read } = topic([Array.from({ length: 2000 }, (_, index) => index * 5 + 1)])
    const wanted = { order: 'oldest' as const, ranges, limit: 50, accepts: () => false }
    const result = await scan({ ...wanted, budget: { records: 100, ms: 1e9 } }, read, () => 0)
    expect(result).toMatchObject({ records: [], stopped: 'budget' })
    expect(result.scanned).toBeGreaterThanOrEqual(100)
    expect(result.left.get(0)).toEqual({ start: result.scanned, end: 2000 })
  })

  it('does not take longer than it may', async () => {
    let now = 0
    const { ranges, read } = topic([Array.from({ length: 10_000 }, () => 1)])
    const slowly = (windows: ReadonlyMap<number, Range>) => {
      now += 500
      return read(windows)
    }
    const wanted = { order: 'newest' as const, ranges, limit: 50, accepts: () => false }
    const result = await scan({ ...wanted, budget: { records: 1e9, ms: 1500 } }, slowly, () => now)
    expect([result.stopped, now]).toEqual(['budget', 1500])
  })
})

describe('mergeByTime', () => {
  it('interleaves partitions by time', () => {
    const merged = mergeByTime([record(0, 0, 10), record(0, 1, 30), record(1, 0, 20)], 'newest')
    expect(merged.map(id)).toEqual(['0/1', '1/0', '0/0'])
  })
})

describe('a cursor', () => {
  it('goes into a URL and back', () => {
    const positions = new Map([
      [0, 12],
      [7, 9_007_199_254_740_991],
    ])
    expect(parseCursor(cursorText(positions))).toEqual(positions)
  })

  it.each(['', 'x', '0:', '0:1,', '0:1;1:2'])('is refused when it is %j', (text) =>
    expect(() => parseCursor(text)).toThrow('must be the one that the page before gave'),
  )
})
