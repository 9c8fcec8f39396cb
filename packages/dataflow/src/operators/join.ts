import { DELETE, INSERT, type Kind, type Row, adds } from '../change.ts'
import type { KeyOf } from '../key.ts'
import type { OperatorFactory, Output } from '../operator.ts'
import { type Held, type JoinSide, countingSide, growingSide } from './join-side.ts'

export type JoinType = 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti'

export interface JoinOptions {
  readonly type: JoinType
  readonly leftKey: KeyOf
  readonly rightKey: KeyOf
  /** Key columns of each side: a null in them matches nothing. */
  readonly leftColumns: readonly number[]
  readonly rightColumns: readonly number[]
  readonly leftWidth: number
  readonly rightWidth: number
  /** What must hold besides the keys, over the joined row. */
  readonly condition?: ((row: Row) => unknown) | undefined
  /** A row that has not come again for so long is forgotten; 0 or absent: never. */
  readonly ttlMs?: number
  /** Whether rows of the left and of the right input are never taken back. */
  readonly grows?: readonly [left: boolean, right: boolean]
}

/**
 * Regular join. Keeps every row of both sides by key, with the number of its matches, so an outer row's null-padded
 * result comes and goes as its first match comes and its last one goes. Results are +I and -D: an update of an input is
 * a retraction and an addition, as in Flink.
 */
export function join(options: JoinOptions): OperatorFactory {
  const { leftKey, rightKey, ttlMs = 0, grows = [false, false] } = options
  return (output) => {
    const side = (key: KeyOf, only: boolean): JoinSide => {
      return only && ttlMs === 0 ? growingSide(key) : countingSide(key, ttlMs)
    }
    const sides: readonly [JoinSide, JoinSide] = [side(leftKey, grows[0]), side(rightKey, grows[1])]
    const take = options.type === 'inner' ? innerChange : outerChange
    return {
      change: (kind, row, input) => take(options, sides, input as 0 | 1, kind, row, output),
      clock: (now) => sides.forEach((one) => one.advance(now)),
      due: () => least(sides.map((one) => one.due())),
      snapshot: () => sides.map((one) => one.snapshot()),
      restore: (state) => {
        const held = state as [Held[], Held[]]
        sides.forEach((one, input) => one.restore(held[input as 0 | 1]))
      },
    }
  }
}

function least(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((one) => one !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}

type Sides = readonly [JoinSide, JoinSide]

/** Nothing is told of rows without a match, so matches need not be counted, nor looked for before they are told. */
function innerChange(options: JoinOptions, sides: Sides, input: 0 | 1, kind: Kind, row: Row, output: Output): void {
  const { condition } = options
  const add = adds(kind)
  const left = input === 0
  const key = (left ? options.leftKey : options.rightKey)(row)
  if (!isJoinable(options, row, left)) return
  if (add) sides[input].add(key, row, 0)
  else if (!sides[input].remove(key, row)) return
  for (const { row: other, count } of sides[left ? 1 : 0].of(key)) {
    const joined = left ? [...row, ...other] : [...other, ...row]
    if (condition !== undefined && condition(joined) !== true) continue
    for (let copy = 0; copy < count; copy++) output.change(add ? INSERT : DELETE, joined)
  }
}

function outerChange(options: JoinOptions, sides: Sides, input: 0 | 1, kind: Kind, row: Row, output: Output): void {
  const add = adds(kind)
  const left = input === 0
  const key = (left ? options.leftKey : options.rightKey)(row)
  const others = isJoinable(options, row, left) ? matching(options, sides[left ? 1 : 0].of(key), row, left) : []
  const matches = others.reduce((sum, { count }) => sum + count, 0)
  if (add) sides[input].add(key, row, matches)
  else if (!sides[input].remove(key, row)) return
  const emit = resultsOf(options, output)
  if (left) emit.ownLeft(add, row, others, matches)
  else emit.ownRight(add, row, others, matches)
}

function isJoinable({ leftColumns, rightColumns }: JoinOptions, row: Row, left: boolean): boolean {
  for (const column of left ? leftColumns : rightColumns) {
    if (row[column] === null || row[column] === undefined) return false
  }
  return true
}

/** What a change of one row gives, by the type of the join. */
function resultsOf({ type, leftWidth, rightWidth }: JoinOptions, output: Output) {
  const semi = type === 'semi' || type === 'anti'
  const leftOuter = type === 'left' || type === 'full'
  const rightOuter = type === 'right' || type === 'full'
  const padRight = (row: Row): Row => [...row, ...nulls(rightWidth)]
  const padLeft = (row: Row): Row => [...nulls(leftWidth), ...row]
  const send = (add: boolean, row: Row, copies = 1): void => {
    for (let n = 0; n < copies; n++) output.change(add ? INSERT : DELETE, row)
  }
  return {
    ownLeft(add: boolean, row: Row, others: readonly Held[], matches: number): void {
      if (semi) {
        if (matches > 0 === (type === 'semi')) send(add, row)
        return
      }
      for (const other of others) {
        if (rightOuter && add && other.matches === 0) send(false, padLeft(other.row), other.count)
        other.matches += add ? 1 : -1
        send(add, [...row, ...other.row], other.count)
        if (rightOuter && !add && other.matches === 0) send(true, padLeft(other.row), other.count)
      }
      if (matches === 0 && leftOuter) send(add, padRight(row))
    },
    ownRight(add: boolean, row: Row, others: readonly Held[], matches: number): void {
      for (const other of others) {
        const first = other.matches === 0
        other.matches += add ? 1 : -1
        const last = other.matches === 0
        if (semi) {
          if (first || last) send((type === 'semi') === add, other.row, other.count)
          continue
        }
        if (leftOuter && first) send(false, padRight(other.row), other.count)
        send(add, [...other.row, ...row], other.count)
        if (leftOuter && last) send(true, padRight(other.row), other.count)
      }
      if (matches === 0 && rightOuter) send(add, padLeft(row))
    },
  }
}

function matching({ condition }: JoinOptions, rows: readonly Held[], row: Row, left: boolean): readonly Held[] {
  if (condition === undefined) return rows
  return rows.filter(({ row: other }) => condition(left ? [...row, ...other] : [...other, ...row]) === true)
}

function nulls(width: number): null[] {
  return Array.from({ length: width }, () => null)
}
