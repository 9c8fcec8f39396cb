import type { Job } from '@millrace/client/zeebe'
import { expect, it } from 'vitest'
import { memoryDatabase } from '../testing/memory-database.ts'
import { isOfOnlyInstance } from './only-instance.ts'

const job = (_id: unknown, processInstanceKey: string) => ({ variables: { _id }, processInstanceKey }) as unknown as Job

it('lets one of two instances of an order work, and notes which', async () => {
  const database = memoryDatabase()
  await database.run({ operation: 'UPSERT', table: 'orders', query: { _id: 'o' }, record: { status: 'placed' } })
  const both = await Promise.all(['1', '2'].map((instance) => isOfOnlyInstance(database, job('o', instance))))
  expect(both.filter(Boolean)).toHaveLength(1)
  const winner = both[0] ? '1' : '2'
  expect(await isOfOnlyInstance(database, job('o', winner))).toBe(true)
  expect(await database.findOne('orders', { _id: 'o' })).toMatchObject({ instance: winner })
})

it('asks nothing of jobs of other programs', async () => {
  expect(await isOfOnlyInstance(memoryDatabase(), job(undefined, '1'))).toBe(true)
})
