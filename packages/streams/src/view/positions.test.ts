import { VirtualLiveness } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { Positions } from './positions.ts'
import { Waiters } from './waiters.ts'

const at = (...offsets: number[]): Positions =>
  Positions.of(offsets.map((offset, partition) => ({ topic: 't', partition, offset })))

it('has passed a record when the next offset is beyond it', () => {
  expect(at(5).passed({ topic: 't', partition: 0, offset: 4 })).toBe(true)
  expect(at(5).passed({ topic: 't', partition: 0, offset: 5 })).toBe(false)
  expect(at(5).passed({ topic: 'other', partition: 0, offset: 0 })).toBe(false)
})

it('is reached when every partition is', () => {
  expect(at(5, 5).reached(at(5, 4))).toBe(true)
  expect(at(5, 5).reached(at(5, 6))).toBe(false)
  expect(at(5).reached(at(5, 0))).toBe(true)
  expect(at(3, 9).distanceTo(at(5, 5))).toBe(2)
})

it('lets those go whose positions are reached, and nobody else', async () => {
  const waiters = new Waiters(new VirtualLiveness())
  const now = at(0)
  const gone: number[] = []
  void waiters.reached(at(2), now, 1000, 'v').then(() => gone.push(2))
  void waiters.reached(at(3), now, 1000, 'v').then(() => gone.push(3))
  now.set({ topic: 't', partition: 0 }, 2)
  waiters.moved(now)
  await Promise.resolve()
  expect(gone).toEqual([2])
  await waiters.reached(at(1), now, 1000, 'v')
})

it('gives up after its time and says how far behind the view is', async () => {
  const clock = new VirtualLiveness()
  const waiting = new Waiters(clock).reached(at(7), at(2), 1000, 'products')
  clock.advance(1000)
  await expect(waiting).rejects.toMatchObject({
    code: 'VIEW_BEHIND',
    message: expect.stringContaining('products is still 5 records'),
  })
})
