import { VirtualClock } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { orderOf } from '../view/order-of.ts'
import { Watchdog, isStuck } from './watchdog.ts'

it('takes an order for stuck that has not changed for more than 45 s', () => {
  const standing = orderOf('a', {}, [{ status: 200, at: 1000 }])
  expect(isStuck(standing, 46_000, 45_000)).toBe(false)
  expect(isStuck(standing, 46_001, 45_000)).toBe(true)
  for (const status of [50, 499, 999])
    expect(
      isStuck(
        orderOf('a', {}, [
          { status: 200, at: 1000 },
          { status, at: 1001 },
        ]),
        90_000,
        45_000,
      ),
    ).toBe(false)
})

it('looks every 15 s, one look at a time, and misses none that fell due meanwhile', async () => {
  const clock = new VirtualClock({ start: 0 })
  const looks: number[] = []
  const slow = Promise.withResolvers<void>()
  const watchdog = new Watchdog(clock, 15_000, async () => {
    looks.push(clock.now())
    if (looks.length === 1) await slow.promise
  })
  await clock.advance(60_000)
  expect(looks).toEqual([15_000])
  slow.resolve()
  await expect.poll(() => looks).toEqual([15_000, 60_000])
  await watchdog.stop()
  await clock.advance(60_000)
  expect(looks).toHaveLength(2)
})
