import { expect, it } from 'vitest'
import { lines, run } from '../../test/changes.ts'
import { DELETE, INSERT, UPDATE_AFTER } from '../change.ts'
import { calc } from './calc.ts'

it('keeps rows for which the condition is true, not null, with their kinds', () => {
  const operator = calc({
    condition: ([value]) => (value === null ? null : (value as number) > 1),
    project: ([value]) => [value, value],
  })
  const changes = [
    { kind: INSERT, row: [1] },
    { kind: UPDATE_AFTER, row: [2] },
    { kind: DELETE, row: [3] },
    { kind: INSERT, row: [null] },
  ] as const
  expect(lines(run(operator, changes))).toEqual(['+U 2 2', '-D 3 3'])
})
