import { expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { json, orTombstone, text } from './codecs.ts'
import { rawTopic, topic, type RecordOf } from './topic.ts'

const purchases = topic({ name: 'purchases', key: text(), value: orTombstone(json(z.object({ total: z.int() }))) })
const stored = (key: Buffer | null, value: Buffer | null) => ({
  topic: 'purchases',
  partition: 0,
  offset: 1,
  timestamp: 2,
  key,
  value,
  headers: [],
})

it('reads what it wrote', () => {
  const { key, value } = purchases.record('p1', { total: 5 })
  const read = purchases.decode(stored(Buffer.from(key as Buffer), value as Buffer))
  expect(read).toMatchObject({
    kind: 'record',
    record: { topic: 'purchases', key: 'p1', value: { total: 5 }, offset: 1 },
  })
})

it('knows the tombstone as a value where the topic has them', () => {
  expect(purchases.record('p1', null).value).toBeNull()
  expect(purchases.decode(stored(Buffer.from('p1'), null))).toMatchObject({ kind: 'record', record: { value: null } })
})

it.each([
  [null, '{"total":1}', 'the key is wrong: it is null'],
  ['k', '{', 'the value is wrong: it is not JSON'],
  ['k', '{"total":"x"}', 'the value is wrong: total: '],
  ['k', Buffer.from([0xff]), 'the value is wrong: its bytes are not UTF-8'],
])('takes %s: %s for poison and says why', (key, value, reason) => {
  const read = purchases.decode(stored(key === null ? null : Buffer.from(key), Buffer.from(value)))
  expect(read.kind).toBe('poison')
  expect(read.kind === 'poison' && read.reason).toContain(reason)
})

it('refuses to write what does not fit', () => {
  const wrong = { total: 1.5 }
  expect(() => purchases.record('p1', wrong)).toThrow(expect.objectContaining({ code: 'INVALID_RECORD' }))
})

it('tells records of several topics apart by their type', () => {
  type Either = RecordOf<typeof purchases> | RecordOf<ReturnType<typeof rawTopic<'raw'>>>
  const total = (record: Either): number => (record.topic === 'purchases' ? (record.value?.total ?? 0) : 0)
  expectTypeOf(total).returns.toBeNumber()
  expect(total({ topic: 'raw', partition: 0, offset: 0, timestamp: 0, key: null, value: null, headers: [] })).toBe(0)
})
