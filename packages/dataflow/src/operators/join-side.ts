import type { Row } from '../change.ts'
import { type KeyOf, rowKey } from '../key.ts'
import { type Expiring, Expiry } from '../state/expiry.ts'

/** A row that a join keeps. */
export interface Held extends Expiring {
  readonly row: Row
  count: number
  /** Rows of the other side that match, copies counted. */
  matches: number
}

/** What a join keeps of one of its inputs, by key. */
export interface JoinSide {
  /** The rows of a key. */
  of(key: unknown): readonly Held[]
  add(key: unknown, row: Row, matches: number): void
  /** Takes one copy of a row out; false when it was not there. */
  remove(key: unknown, row: Row): boolean
  advance(now: number): void
  due(): number | undefined
  snapshot(): readonly Held[]
  restore(held: readonly Held[]): void
}

const NONE: readonly Held[] = []

/** Of an input that only grows: rows need not be found again. */
export function growingSide(keyOf: KeyOf): JoinSide {
  const rows = new Map<unknown, Held[]>()
  const put = (key: unknown, held: Held): void => {
    const known = rows.get(key)
    if (known === undefined) rows.set(key, [held])
    else known.push(held)
  }
  return {
    of: (key) => rows.get(key) ?? NONE,
    add: (key, row, matches) => put(key, { row, count: 1, matches }),
    remove: () => false,
    advance: () => undefined,
    due: () => undefined,
    snapshot: () => [...rows.values()].flat(),
    restore: (held) => {
      for (const one of held) put(keyOf(one.row), one)
    },
  }
}

/** Of an input whose rows are taken back, or forgotten after `ttlMs` (0: never): equal rows are counted. */
export function countingSide(keyOf: KeyOf, ttlMs: number): JoinSide {
  const rows = new Map<unknown, Map<string, Held>>()
  const drop = (key: unknown, own: string): void => {
    const known = rows.get(key)
    known?.delete(own)
    if (known?.size === 0) rows.delete(key)
  }
  const expiry = new Expiry<Held>(ttlMs, (held) => {
    const [key, own] = [keyOf(held.row), rowKey(held.row)]
    // Another one may have come in its place.
    if (rows.get(key)?.get(own) === held) drop(key, own)
  })
  const put = (key: unknown, own: string, held: Held): void => {
    const known = rows.get(key)
    if (known === undefined) rows.set(key, new Map([[own, held]]))
    else known.set(own, held)
  }
  const found = (key: unknown, own: string): Held | undefined => {
    const held = rows.get(key)?.get(own)
    return held === undefined || expiry.isGone(held) ? undefined : held
  }
  return {
    of: (key) => {
      const known = rows.get(key)
      return known === undefined ? NONE : [...known.values()].filter((held) => !expiry.isGone(held))
    },
    add(key, row, matches) {
      const own = rowKey(row)
      const known = found(key, own)
      const held = known ?? { row, count: 0, matches }
      held.count++
      if (known === undefined) put(key, own, held)
      expiry.touch(held)
    },
    remove(key, row) {
      const own = rowKey(row)
      const held = found(key, own)
      if (held === undefined) return false
      if (held.count > 1) held.count--
      else drop(key, own)
      return true
    },
    advance: (now) => expiry.advance(now),
    due: () => expiry.due(),
    snapshot: () => [...rows.values()].flatMap((held) => [...held.values()]),
    restore: (held) => {
      for (const one of held) {
        put(keyOf(one.row), rowKey(one.row), one)
        expiry.resume(one)
      }
    },
  }
}
