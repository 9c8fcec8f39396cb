import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TimerQueue } from './timer-queue.ts'

it('gives timers in order of due time, then of setting, without the cancelled ones', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ at: fc.nat(20), cancel: fc.boolean() })), (specs) => {
      const queue = new TimerQueue()
      const fired: number[] = []
      const timers = specs.map((spec, index) => queue.set(spec.at, () => fired.push(index)))
      for (const [index, spec] of specs.entries()) if (spec.cancel) timers[index]?.cancel()
      for (let fire = queue.takeDue(20); fire !== undefined; fire = queue.takeDue(20)) fire()
      const expected = specs
        .map((spec, index) => ({ ...spec, index }))
        .filter((spec) => !spec.cancel)
        .sort((a, b) => a.at - b.at || a.index - b.index)
        .map((spec) => spec.index)
      expect(fired).toEqual(expected)
      expect(queue.earliest()).toBeUndefined()
    }),
  )
})

it('holds back what is not due yet', () => {
  const queue = new TimerQueue()
  queue.set(10, () => undefined)
  expect(queue.takeDue(9)).toBeUndefined()
  expect(queue.earliest()).toBe(10)
  expect(queue.takeDue(10)).toBeTypeOf('function')
})
