import { seededRandom } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { childOf, currentTrace, withTrace } from './trace-context.ts'

const PARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`

it('makes a new span of the same trace, sampled as its parent', () => {
  const child = childOf(PARENT, seededRandom(1))
  expect(child).toMatch(new RegExp(`^00-${'a'.repeat(32)}-[0-9a-f]{16}-00$`, 'u'))
  expect(child).not.toBe(PARENT)
})

it.each([undefined, 'nonsense', `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`])(
  'begins a trace where %s is given',
  (parent) => {
    expect(childOf(parent, seededRandom(1))).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/u)
  },
)

it('is there through everything that the work waits for, and nowhere else', async () => {
  const seen = await withTrace(PARENT, seededRandom(1), async () => {
    await Promise.resolve()
    return currentTrace()
  })
  expect(seen).toContain('a'.repeat(32))
  expect(currentTrace()).toBeUndefined()
})
