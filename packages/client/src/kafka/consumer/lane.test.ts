import { expect, it } from 'vitest'
import type { Chunk } from '../fetch/chunk.ts'
import { Lane } from './lane.ts'
import { Permits } from './permits.ts'

const chunk = (from: number, count: number, nextOffset = from + count): Chunk => ({
  topic: 't',
  partition: 0,
  records: Array.from({ length: count }, (_, index) => ({
    topic: 't',
    partition: 0,
    offset: from + index,
    timestamp: 0,
    key: null,
    value: null,
    headers: [],
  })),
  nextOffset,
  endOffset: nextOffset,
  startOffset: 0,
  bytes: 1,
})
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

it('handles records one after the other and moves past what is never delivered', async () => {
  const seen: number[] = []
  const lane = new Lane('t', 0, 0, async ({ offset }) => {
    await turn()
    seen.push(offset)
  })
  let released = 0
  lane.push(chunk(0, 2), () => released++)
  lane.push(chunk(2, 1, 9), () => released++)
  expect(lane.done).toBe(0)
  for (let left = 8; left > 0; left--) await turn()
  expect(seen).toEqual([0, 1, 2])
  expect(lane.done).toBe(9)
  expect(released).toBe(2)
})

it('counts a record as done only when it is', async () => {
  const work = Promise.withResolvers<void>()
  const lane = new Lane('t', 0, 5, () => work.promise)
  lane.push(chunk(5, 2), () => undefined)
  await turn()
  const stopped = lane.stop(new Error('revoked'))
  expect(lane.done).toBe(5)
  work.resolve()
  await stopped
  expect(lane.done).toBe(6)
})

it('leaves the record that was given up for the next owner', async () => {
  const lane = new Lane(
    't',
    0,
    5,
    (_record, { signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', reject)),
  )
  lane.push(chunk(5, 1), () => undefined)
  await turn()
  await lane.stop(new Error('revoked'))
  expect(lane.done).toBe(5)
})

it('lets only so many work at a time, in their order', async () => {
  const permits = new Permits(2)
  const started: number[] = []
  const ends = [0, 1, 2].map(() => Promise.withResolvers<void>())
  const runs = ends.map(({ promise }, index) =>
    permits.run(() => {
      started.push(index)
      return promise
    }),
  )
  await turn()
  expect(started).toEqual([0, 1])
  ends[1]?.resolve()
  await turn()
  expect(started).toEqual([0, 1, 2])
  for (const { resolve } of ends) resolve()
  await Promise.all(runs)
})
