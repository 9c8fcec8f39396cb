import { below, seededRandom } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { headBytes, itemBytes, readHead, tailBytes, type SnapshotHead } from './format.ts'

const head: SnapshotHead = {
  view: 'products',
  version: 2,
  savedAt: 1000,
  topics: [{ name: 't', id: 'abc', partitions: 1 }],
  positions: [{ topic: 't', partition: 0, offset: 7 }],
}

function snapshot(...items: unknown[]): Buffer {
  const parts = [headBytes(head), ...items.map(itemBytes)]
  return Buffer.concat([...parts, tailBytes(parts)])
}

it('reads what it wrote', () => {
  const items = [['a', { n: 1 }], ['ü', null], 'x'.repeat(100_000)]
  const read = readHead(snapshot(...items))
  expect(read.head).toEqual(head)
  expect([...read.items]).toEqual(items)
  expect([...readHead(snapshot()).items]).toEqual([])
})

it('notices every byte that was changed, and every cut', () => {
  const whole = snapshot(['a', 1], ['b', 2])
  const seed = 20_261_121
  const random = seededRandom(seed)
  for (let at = 0; at < whole.length; at++) {
    const damaged = Buffer.from(whole)
    damaged[at] = (damaged[at] as number) ^ (1 + below(random, 255))
    expect(() => readHead(damaged), `byte ${at}, seed ${seed}`).toThrow(
      expect.objectContaining({ code: 'SNAPSHOT_UNREADABLE' }),
    )
    expect(() => readHead(whole.subarray(0, at)), `cut at ${at}`).toThrow(
      expect.objectContaining({ code: 'SNAPSHOT_UNREADABLE' }),
    )
  }
})

it('refuses a format that it does not know, by its number', () => {
  const newer = snapshot()
  newer[4] = 9
  expect(() => readHead(newer)).toThrow('its format version is 9, and 1 is known')
})
