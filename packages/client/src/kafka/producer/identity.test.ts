import { expect, it } from 'vitest'
import { Identity } from './identity.ts'
import { PartitionQueue, type Batch } from './partition-queue.ts'

function batch(count: number, partition = 0): Batch {
  const queue = new PartitionQueue('t', partition)
  const record = { topic: 't', partition, timestamp: 0, key: null, value: null, headers: [] }
  for (let left = count; left > 0; left--)
    queue.push({ record, bytes: 1, resolve: () => undefined, reject: () => undefined })
  return queue.take(0, 1000) as Batch
}

it('numbers the records of each partition on', () => {
  const identity = new Identity(7n, 1)
  const [first, second, other] = [batch(3), batch(2), batch(1, 5)]
  for (const each of [first, second, other]) identity.stamp(each)
  expect(first.identity).toEqual({ producerId: 7n, epoch: 1, sequence: 0 })
  expect(second.identity?.sequence).toBe(3)
  expect(other.identity?.sequence).toBe(0)
})

it('leaves the numbers of a batch as they are when it is repeated', () => {
  const first = batch(3)
  new Identity(7n, 1).stamp(first)
  new Identity(8n, 0).stamp(first)
  expect(first.identity?.producerId).toBe(7n)
})

it('gives the numbers of a refused batch to the next', () => {
  const identity = new Identity(7n, 1)
  const [refused, next] = [batch(3), batch(1)]
  identity.stamp(refused)
  identity.takeBack(refused)
  identity.stamp(next)
  expect(next.identity?.sequence).toBe(0)
})

it('starts over at 0 after the largest int32', () => {
  const identity = new Identity(7n, 1)
  const [last, next] = [batch(2), batch(1)]
  last.identity = { producerId: 7n, epoch: 1, sequence: 0x7f_ff_ff_ff }
  identity.takeBack(last)
  delete last.identity
  identity.stamp(last)
  identity.stamp(next)
  expect(next.identity?.sequence).toBe(1)
})
