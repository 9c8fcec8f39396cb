import { expect, it } from 'vitest'
import { memoryDatabase } from '../testing/memory-database.ts'
import { type Step, steps } from './steps.ts'

const step = (name: string): Step => steps[name] as Step
const context = () => ({ database: memoryDatabase(), clock: { now: () => 7 } as never })

it('takes the bare number that the seed writes as an _id for its text', async () => {
  const at = context()
  const payload = { _id: 1_588_000_000_000, product: 'Book', stock_level: 2 }
  expect(await step('restock_item').perform(payload, at)).toMatchObject({ order: '1588000000000', part: 'Book' })
  expect(await at.database.findOne('stock', { product: 'Book' })).toMatchObject({ stock_level: '2' })
})

it('says what is wrong with a payload', async () => {
  await expect(step('get_stock_level').perform({ product: 'Book' }, context())).rejects.toThrow(
    'text or a whole number',
  )
  await expect(
    step('restock_item').perform({ _id: 'r', product: 'Book', stock_level: '-1' }, context()),
  ).rejects.toThrow('a whole number from 0')
})

it('moves an order forward with the time of each step, and never back', async () => {
  const at = context()
  await at.database.run({ operation: 'UPSERT', table: 'orders', query: { _id: 'o' }, record: { status: 'placed' } })
  const customer = { name: 'Ada', email: 'ada@example.org' }
  await step('ship_to_customer').perform({ _id: 'o', product: 'Book', customer }, at)
  await step('upsert_customer').perform({ _id: 'o', customer }, at)
  const order = await at.database.findOne('orders', { _id: 'o' })
  expect(order).toMatchObject({ status: 'fulfilled', history: [{ status: 'fulfilled', at: 7 }] })
})
