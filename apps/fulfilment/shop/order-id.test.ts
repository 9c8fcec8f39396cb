import { seededRandom } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { orderIdOf } from './order-id.ts'

const random = seededRandom(1)
const at = Date.UTC(2026, 0, 1)

it('is the same for the same key, and another for every other request', () => {
  expect(orderIdOf('k', random, at)).toBe(orderIdOf('k', random, at + 9))
  const ids = [
    orderIdOf('k', random, at),
    orderIdOf('l', random, at),
    ...[1, 2].map(() => orderIdOf(undefined, random, at)),
  ]
  expect(new Set(ids).size).toBe(4)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u)
})
