import { DELETE, type Kind, type Row, UPDATE_AFTER } from '@millrace/dataflow'
import { type Random, below } from '@millrace/kernel'
import type { Job } from '../src/index.ts'

/** A record of `TABLES` of random-query.ts. */
export interface Change {
  readonly table: string
  readonly kind: Kind
  readonly row: Row
}

export const CHANGES = 60

/** New rows, rows that take the place of others, and deletes. */
export function randomChanges(random: Random): Change[] {
  return Array.from({ length: CHANGES }, () => {
    const table = below(random, 2) === 0 ? 't' : 'u'
    const id = below(random, 8)
    if (below(random, 4) === 0) return { table, kind: DELETE, row: [id, null, null] }
    const value = below(random, 6)
    return { table, kind: UPDATE_AFTER, row: [id, [null, 'a', 'b', 'c'][below(random, 4)], value === 5 ? null : value] }
  })
}

/** The newest rows of each key that changes leave. */
export function left(changes: readonly Change[]): Change[] {
  const newest = new Map(changes.map((change) => [`${change.table} ${String(change.row[0])}`, change]))
  return [...newest.values()].filter(({ kind }) => kind !== DELETE)
}

/** Gives a job the records, one after the other. */
export function feed(job: Job, changes: readonly Change[]): void {
  for (const { table, kind, row } of changes) {
    for (const { node } of job.sources.filter((source) => source.table.path[2] === table))
      job.graph.push(node, kind, row)
  }
}
