import { DELETE, INSERT, type Kind, type Row, adds } from '../change.ts'
import { type KeyOf, rowKey } from '../key.ts'
import type { OperatorFactory, Output } from '../operator.ts'
import { type Expiring, Expiry } from '../state/expiry.ts'

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
}

interface Held extends Expiring {
  readonly row: Row
  count: number
  /** Rows of the other side that match, copies counted. */
  matches: number
}

type Side = Map<unknown, Map<string, Held>>

/**
 * Regular join. Keeps every row of both sides by key, with the number of its matches, so an outer row's null-padded
 * result comes and goes as its first match comes and its last one goes. Results are +I and -D: an update of an input is
 * a retraction and an addition, as in Flink.
 */
export function join(options: JoinOptions): OperatorFactory {
  return (output) => {
    const sides: [Side, Side] = [new Map(), new Map()]
    const expiries = [options.leftKey, options.rightKey].map((key, input) => {
      return new Expiry<Held>(options.ttlMs ?? 0, (held) => forget(sides[input as 0 | 1], key(held.row), held))
    }) as [Expiry<Held>, Expiry<Held>]
    return {
      change: (kind, row, input) => joinChange(options, sides, expiries, input as 0 | 1, kind, row, output),
      clock: (now) => expiries.forEach((one) => one.advance(now)),
      due: () => least(expiries.map((one) => one.due())),
      snapshot: () => sides.map(flat),
      restore: (state) => {
        const held = state as [Held[], Held[]]
        fill(sides[0], held[0], options.leftKey)
        fill(sides[1], held[1], options.rightKey)
        held.forEach((rows, input) => rows.forEach((one) => expiries[input as 0 | 1].resume(one)))
      },
    }
  }
}

function least(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((one) => one !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}

function forget(side: Side, key: unknown, held: Held): void {
  const rows = side.get(key)
  const own = rowKey(held.row)
  // Another one may have come in its place.
  if (rows?.get(own) === held) rows.delete(own)
  if (rows?.size === 0) side.delete(key)
}

function joinChange(
  options: JoinOptions,
  sides: readonly [Side, Side],
  expiries: readonly [Expiry<Held>, Expiry<Held>],
  input: 0 | 1,
  kind: Kind,
  row: Row,
  output: Output,
): void {
  const add = adds(kind)
  const left = input === 0
  const columns = left ? options.leftColumns : options.rightColumns
  const key = (left ? options.leftKey : options.rightKey)(row)
  const joinable = columns.every((column) => row[column] !== null && row[column] !== undefined)
  const other = left ? 1 : 0
  const others = joinable ? matching(options, sides[other].get(key), row, left, expiries[other]) : []
  const matches = others.reduce((sum, { count }) => sum + count, 0)
  if (!keep(sides[input], expiries[input], key, row, add, matches)) return
  const emit = resultsOf(options, output)
  if (left) emit.ownLeft(add, row, others, matches)
  else emit.ownRight(add, row, others, matches)
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

function matching(
  { condition }: JoinOptions,
  rows: Map<string, Held> | undefined,
  row: Row,
  left: boolean,
  expiry: Expiry<Held>,
): Held[] {
  if (rows === undefined) return []
  const living = [...rows.values()].filter((held) => !expiry.isGone(held))
  if (condition === undefined) return living
  return living.filter(({ row: other }) => condition(left ? [...row, ...other] : [...other, ...row]) === true)
}

/** Keeps the row or takes it out; false when it was not there to take out. */
function keep(side: Side, expiry: Expiry<Held>, key: unknown, row: Row, add: boolean, matches: number): boolean {
  const rows = side.get(key) ?? new Map<string, Held>()
  const own = rowKey(row)
  const known = rows.get(own)
  const held = known === undefined || expiry.isGone(known) ? undefined : known
  if (add) {
    const kept = held ?? { row, count: 0, matches }
    kept.count++
    rows.set(own, kept)
    side.set(key, rows)
    expiry.touch(kept)
    return true
  }
  if (held === undefined) return false
  if (held.count > 1) held.count--
  else rows.delete(own)
  if (rows.size === 0) side.delete(key)
  return true
}

function flat(side: Side): Held[] {
  return [...side.values()].flatMap((rows) => [...rows.values()])
}

function fill(side: Side, held: readonly Held[], keyOf: KeyOf): void {
  for (const one of held) {
    const key = keyOf(one.row)
    const rows = side.get(key) ?? new Map<string, Held>()
    rows.set(rowKey(one.row), one)
    side.set(key, rows)
  }
}

function nulls(width: number): null[] {
  return Array.from({ length: width }, () => null)
}
