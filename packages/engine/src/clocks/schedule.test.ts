import { VirtualClock } from '@millrace/kernel'
import { expect, it } from 'vitest'
import type { EngineEvent } from '../records/record.ts'
import { type DueCommand, Schedule } from './schedule.ts'

const START = Date.UTC(2026, 0, 1)

function scheduled() {
  const fired: [DueCommand, number][] = []
  const unsettled: number[] = []
  const clock: VirtualClock = new VirtualClock({
    start: START,
    drain: async () => {
      // What an advance does between two timers: it waits until the engine has nothing left to do.
      for (let turns = 0; !schedule.settled && turns < 100; turns++) {
        await new Promise<void>((resolve) => setImmediate(resolve))
      }
      if (!schedule.settled) unsettled.push(clock.now())
    },
  })
  const schedule = new Schedule(clock, (command, key) => fired.push([command, key]))
  const due = (key: number, deadline: number) => {
    const value = { deadline, timeToLive: 1 }
    schedule.note({ valueType: 'MESSAGE', intent: 'PUBLISHED', key, value } as unknown as EngineEvent)
  }
  return { clock, schedule, fired, unsettled, due }
}

it('is settled between two timers of the same moment, of which the other fires first', async () => {
  const { clock, fired, unsettled, due } = scheduled()
  clock.timerAt(START + 300_000, () => undefined)
  due(7, START + 300_000)
  await clock.advance(300_000)
  expect(unsettled).toEqual([])
  expect(fired).toEqual([['expireMessage', 7]])
})

it('fires what is due already while the clock stands still, and is not settled before', async () => {
  const { clock, schedule, fired, due } = scheduled()
  due(1, START - 1)
  expect(schedule.settled).toBe(false)
  await clock.advance(0)
  expect([schedule.settled, fired]).toEqual([true, [['expireMessage', 1]]])
})
