import { expect, it } from 'vitest'
import { type Operation, operationSchema } from './operation.ts'
import { RecordsStore } from './records-store.ts'

const store = (): RecordsStore => new RecordsStore(undefined)
const upsert = (product: string, stock_level: string): Operation => ({
  operation: 'UPSERT',
  table: 'stock',
  query: { product },
  record: { product, stock_level },
})

it('writes an UPSERT of a record that is there already', () => {
  const records = store()
  expect(records.run(upsert('Ale', '2'))).toMatchObject({ created: true, record: { stock_level: '2', _rev: 1 } })
  expect(records.run(upsert('Ale', '5'))).toMatchObject({ created: false, record: { stock_level: '5', _rev: 2 } })
  expect(records.run({ operation: 'FINDMANY', table: 'stock', query: {} })).toMatchObject({ count: 1 })
})

it('finds by text, number, truth and null, each as what it is', () => {
  const records = store()
  const record = { text: '1', number: 1, yes: true, none: null }
  records.run({ operation: 'UPSERT', table: 't', query: { text: '1' }, record })
  const count = (query: Record<string, string | number | boolean | null>): number =>
    records.run({ operation: 'FINDONE', table: 't', query }).count
  expect([{ text: '1' }, { number: 1 }, { yes: true }, { none: null }, { absent: null }].map(count)).toEqual([
    1, 1, 1, 1, 1,
  ])
  expect([{ text: 1 }, { number: '1' }, { yes: 1 }, { yes: false }, { text: null }].map(count)).toEqual([0, 0, 0, 0, 0])
})

it('gives found, count and record, and the fields that an update leaves', () => {
  const records = store()
  const query = { product: 'Ale' }
  expect(records.run({ operation: 'FINDONE', table: 'stock', query })).toEqual({ found: false, count: 0 })
  records.run(upsert('Ale', '2'))
  expect(records.run({ operation: 'UPDATE', table: 'stock', query, record: { shelf: 7 } })).toMatchObject({ count: 1 })
  const found = records.run({ operation: 'FINDONE', table: 'stock', query })
  expect(found).toEqual({ found: true, count: 1, record: { product: 'Ale', stock_level: '2', shelf: 7, _rev: 2 } })
  expect(records.run({ operation: 'DELETE', table: 'stock', query })).toMatchObject({ count: 1 })
  expect(records.run({ operation: 'FINDONE', table: 'stock', query })).toMatchObject({ found: false })
})

it('does all of a transaction or none of it', () => {
  const records = store()
  records.run(upsert('Ale', '2'))
  const late = { operation: 'UPDATEONE', table: 'stock', query: { _rev: 9 }, record: {}, expect: 1 } as const
  expect(() => records.transact({ operations: [upsert('Book', '1'), late] })).toThrow('nothing was changed')
  expect(records.run({ operation: 'FINDMANY', table: 'stock', query: {} }).count).toBe(1)
})

it('takes no field that could be anything but a name', () => {
  const query = { "a') OR 1=1 --": 1 }
  expect(operationSchema.safeParse({ operation: 'FINDONE', table: 't', query }).success).toBe(false)
  expect(operationSchema.safeParse({ operation: 'DROP', table: 't', query: {} }).success).toBe(false)
})
