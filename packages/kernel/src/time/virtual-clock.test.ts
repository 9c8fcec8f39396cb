import { expect, it } from 'vitest'
import { VirtualClock, VirtualLiveness } from './virtual-clock.ts'

const START = 1_000_000

it('stands still until it is advanced', () => {
  const clock = new VirtualClock({ start: START })
  expect(clock.now()).toBe(START)
})

it('fires what falls due in order, each at its own time', async () => {
  const clock = new VirtualClock({ start: START })
  const seen: [string, number][] = []
  clock.timerAt(START + 50, () => seen.push(['second', clock.now()]))
  clock.timerAt(START + 10, () => seen.push(['first', clock.now()]))
  clock.timerAt(START + 101, () => seen.push(['not yet', clock.now()]))
  await clock.advance(100)
  expect(seen).toEqual([
    ['first', START + 10],
    ['second', START + 50],
  ])
  expect(clock.now()).toBe(START + 100)
})

it('fires timers that are set on the way when they fall within the span', async () => {
  const clock = new VirtualClock({ start: START })
  const seen: number[] = []
  const again = (): void => {
    seen.push(clock.now() - START)
    clock.timerAt(clock.now() + 30, again)
  }
  clock.timerAt(START + 30, again)
  await clock.advance(100)
  expect(seen).toEqual([30, 60, 90])
})

it('drains before and after every timer', async () => {
  const trace: string[] = []
  const clock = new VirtualClock({
    start: START,
    drain: () => {
      trace.push('drain')
      return Promise.resolve()
    },
  })
  clock.timerAt(START + 1, () => trace.push('a'))
  clock.timerAt(START + 2, () => trace.push('b'))
  await clock.advance(2)
  expect(trace).toEqual(['drain', 'a', 'drain', 'b', 'drain'])
})

it('queues advances behind one another', async () => {
  const clock = new VirtualClock({ start: START })
  await Promise.all([clock.advance(5), clock.advance(7)])
  expect(clock.now()).toBe(START + 12)
})

it('lets promises that a timer resolves run before the next timer', async () => {
  const clock = new VirtualClock({ start: START })
  const trace: string[] = []
  clock.timerAt(START + 1, () => void Promise.resolve().then(() => trace.push('follow-up')))
  clock.timerAt(START + 2, () => trace.push('next'))
  await clock.advance(2)
  expect(trace).toEqual(['follow-up', 'next'])
})

it.each([-1, 0.5, Number.NaN, 2 ** 60])('refuses to advance by %s', async (ms) => {
  const clock = new VirtualClock({ start: START })
  await expect(clock.advance(ms)).rejects.toMatchObject({ code: 'INVALID_ADVANCE' })
})

it('goes on after a drain that failed', async () => {
  let fail = true
  const clock = new VirtualClock({
    start: START,
    drain: () => {
      if (!fail) return Promise.resolve()
      fail = false
      return Promise.reject(new Error('peer gone'))
    },
  })
  await expect(clock.advance(1)).rejects.toThrow('peer gone')
  await clock.advance(3)
  expect(clock.now()).toBe(START + 3)
})

it('moves liveness time by hand in simulations', () => {
  const clock = new VirtualLiveness()
  const seen: number[] = []
  const timer = clock.timerIn(5, () => seen.push(5))
  clock.timerIn(10, () => seen.push(clock.now()))
  timer.cancel()
  clock.advance(10)
  expect(seen).toEqual([10])
})
