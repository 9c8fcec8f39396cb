import { seededRandom } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { backoffMs } from './backoff.ts'

it('doubles from the first to the longest wait, a fifth around', () => {
  const random = seededRandom(1)
  const policy = { firstMs: 100, mostMs: 1000 }
  for (const [attempt, full] of [100, 200, 400, 800, 1000, 1000].entries()) {
    const wait = backoffMs(policy, attempt + 1, random)
    expect(wait).toBeGreaterThanOrEqual(full * 0.8)
    expect(wait).toBeLessThanOrEqual(full * 1.2)
  }
  expect(backoffMs(policy, 5000, random)).toBeLessThanOrEqual(1200)
})
