import { describe, it } from 'vitest'
import { equalsRecomputation } from '../../test/changes.ts'
import type { Row } from '../change.ts'
import { keyOf } from '../key.ts'
import { type JoinType, join } from './join.ts'

const TYPES: readonly JoinType[] = ['inner', 'left', 'right', 'full', 'semi', 'anti']
const condition = (row: Row): boolean => (row[1] as number) <= (row[3] as number)

const operator = (type: JoinType, restricted: boolean) =>
  join({
    type,
    leftKey: keyOf([0]),
    rightKey: keyOf([0]),
    leftColumns: [0],
    rightColumns: [0],
    leftWidth: 2,
    rightWidth: 2,
    condition: restricted ? condition : undefined,
  })

function whole(type: JoinType, restricted: boolean, left: Row[], right: Row[]): Row[] {
  const meets = (a: Row, b: Row): boolean => a[0] === b[0] && (!restricted || condition([...a, ...b]))
  const hasRight = (a: Row): boolean => right.some((b) => meets(a, b))
  const hasLeft = (b: Row): boolean => left.some((a) => meets(a, b))
  if (type === 'semi') return left.filter(hasRight)
  if (type === 'anti') return left.filter((a) => !hasRight(a))
  const pairs: Row[] = left.flatMap((a) => right.filter((b) => meets(a, b)).map((b) => [...a, ...b]))
  if (type === 'left' || type === 'full') pairs.push(...left.filter((a) => !hasRight(a)).map((a) => [...a, null, null]))
  if (type === 'right' || type === 'full')
    pairs.push(...right.filter((b) => !hasLeft(b)).map((b) => [null, null, ...b]))
  return pairs
}

describe('join', () => {
  it.each(TYPES)('%s equals recomputation', (type) => {
    equalsRecomputation(
      () => operator(type, false),
      2,
      (left = [], right = []) => whole(type, false, left, right),
    )
  })

  it.each(TYPES)('%s with a condition equals recomputation', (type) => {
    equalsRecomputation(
      () => operator(type, true),
      2,
      (left = [], right = []) => whole(type, true, left, right),
    )
  })
})
