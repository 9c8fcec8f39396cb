import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Line } from './line.ts'

it('counts who is in front as a list would, whoever joins and leaves', () => {
  const step = fc.record({ add: fc.boolean(), number: fc.integer({ min: 1, max: 5000 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), fc.integer({ min: 1, max: 6000 }), (steps, asked) => {
      const line = new Line()
      const list = new Set<number>()
      for (const { add, number } of steps) {
        if (add) {
          line.add(number)
          list.add(number)
        } else {
          line.remove(number)
          list.delete(number)
        }
      }
      expect(line.size).toBe(list.size)
      expect(line.ahead(asked)).toBe([...list].filter((number) => number < asked).length)
      expect(line.first()).toBe(list.size === 0 ? undefined : Math.min(...list))
    }),
  )
})

it('holds a hundred thousand, and says who is next as they leave in order', () => {
  const line = new Line()
  for (let number = 1; number <= 100_000; number++) line.add(number)
  for (let number = 1; number < 100_000; number++) {
    line.remove(number)
    if (number % 9999 === 0) expect([line.first(), line.ahead(100_000)]).toEqual([number + 1, 99_999 - number])
  }
})
