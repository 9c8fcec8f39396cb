import { virtualClocks } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { Following } from './following.ts'

const turns = () => new Promise<void>((resolve) => setImmediate(resolve))

it('finds out that the log is not followed, since when and why, and when it is again', async () => {
  const clocks = virtualClocks(1000)
  let answer = (): Promise<void> => Promise.resolve()
  let told = 0
  const following = new Following({ clocks, current: () => answer(), changed: () => void told++ })
  const pass = async (ms: number) => {
    clocks.liveness.advance(ms)
    await turns()
  }
  await pass(2000)
  expect([following.state.following, told]).toEqual([true, 1])
  answer = () => Promise.reject(new Error('no broker answers'))
  await pass(2000)
  expect(following.state).toEqual({ following: false, upToDateAt: 1000, reason: 'no broker answers' })
  answer = () => new Promise(() => {})
  await pass(2000)
  await pass(3000)
  expect(following.state.reason).toContain('within 3000 ms')
  answer = () => Promise.resolve()
  await pass(2000)
  expect([following.state.following, told]).toEqual([true, 4])
  following.stop()
  await pass(10_000)
  expect(told).toBe(4)
})
