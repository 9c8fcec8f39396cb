import { expect, it } from 'vitest'
import { lines, run } from '../../test/changes.ts'
import { DELETE, INSERT } from '../change.ts'
import { upsertMaterialize } from './upsert-materialize.ts'

it('shows the row before when the last one of a key goes, and deletes with the last', () => {
  const changes = [
    { kind: INSERT, row: ['a', 1] },
    { kind: INSERT, row: ['a', 2] },
    { kind: INSERT, row: ['a', 3] },
    { kind: DELETE, row: ['a', 2] },
    { kind: DELETE, row: ['a', 3] },
    { kind: DELETE, row: ['a', 1] },
  ] as const
  expect(lines(run(upsertMaterialize([0]), changes))).toEqual(['+I a 1', '+U a 2', '+U a 3', '+U a 1', '-D a 1'])
})
