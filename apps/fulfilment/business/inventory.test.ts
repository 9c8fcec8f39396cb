import { expect, it } from 'vitest'
import { memoryDatabase } from '../testing/memory-database.ts'
import { decrement, increment, release, reserve, restock } from './inventory.ts'

const ALE = 'Camunda Escalation Ale'

async function stocked(level: string) {
  const database = memoryDatabase()
  await restock(database, 'r1', ALE, level)
  return { database, stock: () => database.findOne('stock', { product: ALE }) }
}

it('tells no more orders of a piece than there are pieces, however many ask at once', async () => {
  const { database, stock } = await stocked('2')
  const orders = Array.from({ length: 12 }, (_, index) => `o${index}`)
  const levels = await Promise.all(orders.map((order) => reserve(database, order, ALE)))
  expect(levels.filter((level) => level >= 1)).toHaveLength(2)
  const winners = orders.filter((_, index) => (levels[index] ?? 0) >= 1)
  await Promise.all(winners.map((order) => decrement(database, order, ALE)))
  expect(await stock()).toMatchObject({ stock_level: '0', reserved: 0 })
  await expect(decrement(database, 'another', ALE)).rejects.toMatchObject({ code: 'OUT_OF_STOCK' })
})

it('does each step once per order, however often it is asked for', async () => {
  const { database, stock } = await stocked('2')
  for (const _ of [1, 2]) expect(await reserve(database, 'o', ALE)).toBe(2)
  for (const _ of [1, 2]) await decrement(database, 'o', ALE)
  expect(await stock()).toMatchObject({ stock_level: '1', reserved: 0 })
  for (const _ of [1, 2]) await increment(database, 'o')
  await decrement(database, 'o', ALE)
  expect(await stock()).toMatchObject({ stock_level: '2', reserved: 0 })
})

it('gives a reservation up, and never restocks below what is reserved', async () => {
  const { database, stock } = await stocked('1')
  await reserve(database, 'o', ALE)
  await restock(database, 'r2', ALE, '0')
  expect(await stock()).toMatchObject({ stock_level: '1', reserved: 1 })
  await release(database, 'o')
  expect(await stock()).toMatchObject({ stock_level: '1', reserved: 0 })
})

it('restocks once, so that a command that is repeated late brings no more pieces', async () => {
  const { database, stock } = await stocked('2')
  await reserve(database, 'o', ALE)
  await decrement(database, 'o', ALE)
  await restock(database, 'r1', ALE, '2')
  expect(await stock()).toMatchObject({ stock_level: '1' })
  await restock(database, 'r2', ALE, '2')
  expect(await stock()).toMatchObject({ stock_level: '2' })
})

it('tells an order that it is sold out once and for all', async () => {
  const { database, stock } = await stocked('0')
  expect(await reserve(database, 'o', ALE)).toBe(0)
  await restock(database, 'r2', ALE, '2')
  expect(await reserve(database, 'o', ALE)).toBe(0)
  expect(await stock()).toMatchObject({ stock_level: '2' })
  expect(await stock()).not.toMatchObject({ reserved: 1 })
})
