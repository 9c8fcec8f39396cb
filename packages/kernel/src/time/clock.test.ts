import { expect, it } from 'vitest'
import { pause } from './clock.ts'
import { systemClocks } from './system-clock.ts'
import { VirtualLiveness } from './virtual-clock.ts'

it('pauses for the given liveness time', async () => {
  const clock = new VirtualLiveness()
  let done = false
  const waiting = pause(clock, 10).then(() => {
    done = true
  })
  clock.advance(9)
  await Promise.resolve()
  expect(done).toBe(false)
  clock.advance(1)
  await waiting
})

it('ends a pause with the reason of the signal', async () => {
  const clock = new VirtualLiveness()
  const stop = new AbortController()
  const waiting = pause(clock, 10, stop.signal)
  stop.abort(new Error('stopping'))
  await expect(waiting).rejects.toThrow('stopping')
  await expect(pause(clock, 10, stop.signal)).rejects.toThrow('stopping')
})

it('fires real timers at or after their domain time, also when that has passed', async () => {
  const { domain } = systemClocks()
  const at = domain.now() + 5
  const fired = await new Promise<number>((resolve) => domain.timerAt(at, () => resolve(domain.now())))
  expect(fired).toBeGreaterThanOrEqual(at)
  await new Promise<void>((resolve) => domain.timerAt(0, resolve))
})

it('does not fire a real timer that was cancelled', async () => {
  const { domain, liveness } = systemClocks()
  let fired = 0
  domain.timerAt(domain.now() + 1, () => fired++).cancel()
  liveness.timerIn(1, () => fired++).cancel()
  await pause(liveness, 10)
  expect(fired).toBe(0)
})
