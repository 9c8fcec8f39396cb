import { expect, it } from 'vitest'
import { PartitionQueue, halves, type Batch, type Pending } from './partition-queue.ts'

const pending = (name: string, bytes = 10): Pending => ({
  record: { topic: 't', partition: 0, timestamp: 0, key: null, value: Buffer.from(name), headers: [] },
  bytes,
  resolve: () => undefined,
  reject: () => undefined,
})
const namesOf = (batch: Batch | undefined): string[] | undefined =>
  batch?.records.map(({ record }) => record.value?.toString() ?? '')

function filled(...names: string[]): PartitionQueue {
  const queue = new PartitionQueue('t', 0)
  for (const name of names) queue.push(pending(name))
  return queue
}

it('takes records in the order of their sends, as many as fit', () => {
  const queue = filled('a', 'b', 'c')
  expect(namesOf(queue.take(0, 20))).toEqual(['a', 'b'])
  expect(namesOf(queue.take(0, 20))).toEqual(['c'])
  expect(queue.take(0, 20)).toBeUndefined()
  expect(queue.empty).toBe(true)
})

it('takes a record that is larger than a batch alone', () => {
  expect(namesOf(filled('a', 'b').take(0, 5))).toEqual(['a'])
})

it('repeats a batch before anything that came later, and not before its time', () => {
  const queue = filled('a', 'b')
  const first = queue.take(0, 10) as Batch
  first.notBefore = 100
  queue.putBack(first)
  expect(queue.take(99, 10)).toBeUndefined()
  expect(queue.nextAt).toBe(100)
  expect(queue.take(99, 10, 'any')).toBe(first)
  queue.putBack(first)
  expect(queue.take(100, 10)).toBe(first)
  expect(namesOf(queue.take(100, 10))).toEqual(['b'])
})

it('halves a batch, keeping order and age', () => {
  const batch = filled('a', 'b', 'c').take(7, 100) as Batch
  const [front, back] = halves(batch)
  expect([namesOf(front), namesOf(back)]).toEqual([['a', 'b'], ['c']])
  expect(back.since).toBe(7)
})

it('gives up everything that is not under way', () => {
  const queue = filled('a', 'b')
  queue.putBack(queue.take(0, 10) as Batch)
  expect(queue.clear()).toHaveLength(2)
  expect(queue.empty).toBe(true)
})
