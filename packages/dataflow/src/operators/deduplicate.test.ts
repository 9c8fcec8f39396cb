import { expect, it } from 'vitest'
import { lines, run } from '../../test/changes.ts'
import { INSERT } from '../change.ts'
import { deduplicate } from './deduplicate.ts'

const compare = (a: unknown, b: unknown): number => (a as number) - (b as number)
const CHANGES = [3, 1, 1, 5].map((at) => ({ kind: INSERT, row: ['a', at] }) as const)

it('keeps the first row of a key by its time', () => {
  const first = deduplicate({ keys: [0], order: { column: 1, compare, keep: 'first' }, updateBefore: true })
  expect(lines(run(first, CHANGES))).toEqual(['+I a 3', '-U a 3', '+U a 1'])
})

it('keeps the last row of a key by its time, of equal ones the later', () => {
  const last = deduplicate({ keys: [0], order: { column: 1, compare, keep: 'last' }, updateBefore: false })
  expect(lines(run(last, CHANGES))).toEqual(['+I a 3', '+U a 5'])
})
