import { expect, it } from 'vitest'
import { lines, run } from '../../test/changes.ts'
import { DELETE, INSERT, UPDATE_AFTER } from '../change.ts'
import { changelogNormalize } from './changelog-normalize.ts'

const CHANGES = [
  { kind: UPDATE_AFTER, row: ['a', 1] },
  { kind: UPDATE_AFTER, row: ['a', 1] },
  { kind: INSERT, row: ['a', 2] },
  { kind: DELETE, row: ['a', null] },
  { kind: DELETE, row: ['b', null] },
] as const

it('normalises an upsert stream: the old row of an update, nothing for repetitions and unknown keys', () => {
  const full = changelogNormalize({ keys: [0], updateBefore: true })
  expect(lines(run(full, CHANGES))).toEqual(['+I a 1', '-U a 1', '+U a 2', '-D a 2'])
  const short = changelogNormalize({ keys: [0], updateBefore: false })
  expect(lines(run(short, CHANGES))).toEqual(['+I a 1', '+U a 2', '-D a 2'])
})
