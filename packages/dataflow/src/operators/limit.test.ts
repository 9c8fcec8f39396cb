import { expect, it } from 'vitest'
import { lines, run } from '../../test/changes.ts'
import { INSERT } from '../change.ts'
import { limit } from './limit.ts'

it('gives as many rows as asked for, behind the offset', () => {
  const changes = [1, 2, 3, 4].map((value) => ({ kind: INSERT, row: [value] }) as const)
  expect(lines(run(limit(2, 1), changes))).toEqual(['+I 2', '+I 3'])
})
