import type { RowKind } from '../../../contract/sql.ts'

export type Fields = readonly (string | null)[]

export interface Change {
  /** Counts up: a change's name. */
  readonly at: number
  readonly kind: RowKind
  readonly fields: Fields
}

/** Changes that are kept to look at; the table keeps every row that stands. */
const CHANGES_SHOWN = 2000

/** What a query has given so far: its last changes, and the rows that they leave. */
export interface Changelog {
  readonly total: number
  readonly changes: readonly Change[]
  /** Rows by their text; the same row may stand more than once. */
  readonly rows: ReadonlyMap<string, { readonly fields: Fields; readonly count: number }>
}

export const emptyChangelog: Changelog = { total: 0, changes: [], rows: new Map() }

/** Adds a page of changes; the log given stays as it is. */
export function withChanges(log: Changelog, page: readonly { kind: RowKind; fields: Fields }[]): Changelog {
  if (page.length === 0) return log
  const rows = new Map(log.rows)
  for (const { kind, fields } of page) {
    const key = JSON.stringify(fields)
    const count = (rows.get(key)?.count ?? 0) + (kind === 'INSERT' || kind === 'UPDATE_AFTER' ? 1 : -1)
    if (count === 0) rows.delete(key)
    else rows.set(key, { fields, count })
  }
  const added = page.map((change, index) => ({ ...change, at: log.total + index }))
  const changes = [...log.changes, ...added].slice(-CHANGES_SHOWN)
  return { total: log.total + page.length, changes, rows }
}

/** The rows that stand, repeated ones as often as they do. */
export function standingRows(log: Changelog): readonly Fields[] {
  return [...log.rows.values()].flatMap(({ fields, count }) => Array.from({ length: Math.max(count, 0) }, () => fields))
}

/** A kind in words and its sign, so that it is not told by colour alone. */
export const kindTexts: Readonly<Record<RowKind, { readonly sign: string; readonly text: string }>> = {
  INSERT: { sign: '+I', text: 'added' },
  UPDATE_BEFORE: { sign: '-U', text: 'was' },
  UPDATE_AFTER: { sign: '+U', text: 'became' },
  DELETE: { sign: '-D', text: 'removed' },
}
