import { Pool } from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Operation, operationSchema } from './operation.ts'
import { openPostgres } from './postgres-store.ts'
import type { Records } from './records.ts'
import { SqliteStore } from './sqlite-store.ts'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const postgres = process.env['TEST_POSTGRES_URL']
if (postgres === undefined)
  console.warn('the contract of the records is tested on SQLite alone: TEST_POSTGRES_URL is not set')

const stores: Readonly<Record<string, () => Promise<Records>>> = {
  SQLite: () => Promise.resolve(new SqliteStore(undefined)),
  ...(postgres !== undefined && { Postgres: () => emptyPostgres(postgres) }),
}

async function emptyPostgres(url: string): Promise<Records> {
  const pool = new Pool({ connectionString: url })
  await pool.query('DROP TABLE IF EXISTS records')
  await pool.end()
  return openPostgres(url, log)
}

const upsert = (product: string, stock_level: string): Operation => ({
  operation: 'UPSERT',
  table: 'stock',
  query: { product },
  record: { product, stock_level },
})

describe.each(Object.entries(stores))('records in %s', (_, open) => {
  const store = async (): Promise<Records> => {
    const records = await open()
    onTestFinished(() => records.close())
    return records
  }

  it('writes an UPSERT of a record that is there already', async () => {
    const records = await store()
    expect(await records.run(upsert('Ale', '2'))).toMatchObject({
      created: true,
      record: { stock_level: '2', _rev: 1 },
    })
    expect(await records.run(upsert('Ale', '5'))).toMatchObject({
      created: false,
      record: { stock_level: '5', _rev: 2 },
    })
    expect(await records.run({ operation: 'FINDMANY', table: 'stock', query: {} })).toMatchObject({ count: 1 })
  })

  it('finds by text, number, truth and null, each as what it is', async () => {
    const records = await store()
    const record = { text: '1', number: 1, yes: true, none: null, 'with-dash': 7 }
    await records.run({ operation: 'UPSERT', table: 't', query: { text: '1' }, record })
    const count = async (query: Record<string, string | number | boolean | null>): Promise<number> =>
      (await records.run({ operation: 'FINDONE', table: 't', query })).count
    const found = [{ text: '1' }, { number: 1 }, { yes: true }, { none: null }, { absent: null }, { 'with-dash': 7 }]
    for (const query of found) expect([query, await count(query)]).toEqual([query, 1])
    const missed = [{ text: 1 }, { number: '1' }, { yes: 1 }, { yes: false }, { text: null }, { number: true }]
    for (const query of missed) expect([query, await count(query)]).toEqual([query, 0])
  })

  it('gives found, count and record, and the fields that an update leaves', async () => {
    const records = await store()
    const query = { product: 'Ale' }
    expect(await records.run({ operation: 'FINDONE', table: 'stock', query })).toEqual({ found: false, count: 0 })
    await records.run(upsert('Ale', '2'))
    const update = { operation: 'UPDATE', table: 'stock', query, record: { shelf: 7 } } as const
    expect(await records.run(update)).toMatchObject({ count: 1 })
    const found = await records.run({ operation: 'FINDONE', table: 'stock', query })
    expect(found).toEqual({ found: true, count: 1, record: { product: 'Ale', stock_level: '2', shelf: 7, _rev: 2 } })
    expect(await records.run({ operation: 'DELETE', table: 'stock', query })).toMatchObject({ count: 1 })
    expect(await records.run({ operation: 'FINDONE', table: 'stock', query })).toMatchObject({ found: false })
  })

  it('changes and deletes one, or all that fit', async () => {
    const records = await store()
    for (const product of ['Ale', 'Book', 'Cap']) await records.run(upsert(product, '2'))
    const [query, table] = [{ stock_level: '2' }, 'stock']
    expect(await records.run({ operation: 'UPDATEONE', table, query, record: { stock_level: '1' } })).toMatchObject({
      count: 1,
    })
    expect(await records.run({ operation: 'UPDATEMANY', table, query, record: { shelf: 1 } })).toMatchObject({
      count: 2,
    })
    expect(await records.run({ operation: 'DELETEONE', table, query })).toMatchObject({ count: 1 })
    expect(await records.run({ operation: 'DELETEMANY', table, query: {} })).toMatchObject({ count: 2 })
  })

  it('lists the oldest first, or the newest, and so many as are wanted', async () => {
    const records = await store()
    for (const product of ['Ale', 'Book', 'Cap']) await records.run(upsert(product, '2'))
    await records.run(upsert('Ale', '9'))
    const list = async (more: object) => {
      const operation = { operation: 'FINDMANY', table: 'stock', query: {}, ...more } as const
      return (await records.run(operation)).records?.map(({ product }) => product)
    }
    expect(await list({})).toEqual(['Ale', 'Book', 'Cap'])
    expect(await list({ newest: true, limit: 2 })).toEqual(['Cap', 'Book'])
  })

  it('does all of a transaction or none of it', async () => {
    const records = await store()
    await records.run(upsert('Ale', '2'))
    const late = { operation: 'UPDATEONE', table: 'stock', query: { _rev: 9 }, record: {}, expect: 1 } as const
    await expect(records.transact({ operations: [upsert('Book', '1'), late] })).rejects.toThrow('nothing was changed')
    expect((await records.run({ operation: 'FINDMANY', table: 'stock', query: {} })).count).toBe(1)
  })

  it('lets one of many that come at once make a record', async () => {
    const records = await store()
    const make = (by: number) =>
      records.transact({
        operations: [{ operation: 'UPSERT', table: 'keys', query: { key: 'k' }, record: { by }, created: true }],
      })
    const made = await Promise.allSettled(Array.from({ length: 12 }, (__, by) => make(by)))
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await records.run({ operation: 'FINDMANY', table: 'keys', query: {} })).count).toBe(1)
  })
})

it('takes no field that could be anything but a name, and no text that a database cannot search', () => {
  const query = { "a') OR 1=1 --": 1 }
  expect(operationSchema.safeParse({ operation: 'FINDONE', table: 't', query }).success).toBe(false)
  expect(operationSchema.safeParse({ operation: 'DROP', table: 't', query: {} }).success).toBe(false)
  for (const text of ['a\0b', '\ud800']) {
    expect(operationSchema.safeParse({ operation: 'FINDONE', table: 't', query: { text } }).success).toBe(false)
    const upsert = { operation: 'UPSERT', table: 't', query: {}, record: { deep: [text] } }
    expect(operationSchema.safeParse(upsert).success).toBe(false)
  }
})
