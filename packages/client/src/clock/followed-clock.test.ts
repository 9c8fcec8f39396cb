import { expect, it } from 'vitest'
import { FollowedClock } from './followed-clock.ts'

it('fires what falls due in order, each at its own time, and tells what is next', async () => {
  const clock = new FollowedClock(1000)
  const seen: [string, number][] = []
  clock.timerAt(1050, () => seen.push(['b', clock.now()]))
  clock.timerAt(1010, () => {
    seen.push(['a', clock.now()])
    clock.timerAt(1020, () => seen.push(['set on the way', clock.now()]))
  })
  clock.timerAt(2000, () => seen.push(['later', clock.now()]))
  expect(clock.next).toBe(1010)
  await clock.follow(1100)
  expect(seen).toEqual([
    ['a', 1010],
    ['set on the way', 1020],
    ['b', 1050],
  ])
  expect(clock.now()).toBe(1100)
  expect(clock.next).toBe(2000)
})

it('waits for the work of those who asked for it', async () => {
  const clock = new FollowedClock(0)
  let drained = 0
  const end = clock.drainWith(() => {
    drained++
    return Promise.resolve()
  })
  clock.timerAt(5, () => undefined)
  await clock.follow(10)
  expect(drained).toBe(2)
  end()
  await clock.follow(20)
  expect(drained).toBe(2)
})

it('never goes backwards', async () => {
  const clock = new FollowedClock(100)
  await clock.follow(50)
  expect(clock.now()).toBe(100)
})
