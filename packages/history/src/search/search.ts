import type { Query, Row } from '../store/history-store.ts'
import { all, conditionsOf, objectOf } from './filter.ts'
import { refuse } from './operators.ts'
import { beyond, cursorOf, orderOf, pageOf } from './page.ts'
import type { FieldKind, Resource } from './resource.ts'

/** Counting ends here: `hasMoreTotalItems` says so. */
const COUNTED_MOST = 10_000

export interface Found {
  readonly items: readonly Readonly<Record<string, unknown>>[]
  readonly page: {
    readonly totalItems: number
    readonly hasMoreTotalItems: boolean
    readonly startCursor?: string
    readonly endCursor?: string
  }
}

export interface Search {
  readonly rows: Query
  readonly count: Query
  /** The answer, from what the two queries gave. */
  found(rows: readonly Row[], count: readonly Row[]): Found
}

/**
 * `{ filter, sort: [{ field, order }], page: { from | after, limit } }` as two queries.
 *
 * @throws Refusal INVALID_SEARCH that names the field that is wrong, and what would be right
 */
export function searchOf(resource: Resource, body: unknown): Search {
  const { filter = {}, sort, page: asked, ...rest } = objectOf(body ?? {}, 'the body')
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) return refuse(`${unknown} is not known: filter, sort, page`)
  const order = orderOf(resource, sort)
  const page = pageOf(asked, order)
  const wanted = all(conditionsOf(resource, filter))
  const paged = page.after === undefined ? wanted : all([wanted, beyond(order, page.after)])
  const columns = Object.entries(resource.fields).map(([name, { sql, shown }]) => `${shown ?? sql} AS "${name}"`)
  const cursors = order.map(({ sql }, index) => `${sql} AS "at${index}"`)
  const orderBy = order.map(({ sql, descending }) => `${sql} ${descending ? 'DESC' : 'ASC'}`)
  return {
    rows: {
      sql: `SELECT ${[...columns, ...cursors].join(', ')} FROM ${resource.from} WHERE ${paged.sql} ORDER BY ${orderBy.join(', ')} LIMIT ? OFFSET ?`,
      values: [...paged.values, page.limit, page.after === undefined ? page.from : 0],
    },
    count: {
      sql: `SELECT count(*) AS total FROM (SELECT 1 FROM ${resource.from} WHERE ${wanted.sql} LIMIT ${COUNTED_MOST + 1})`,
      values: wanted.values,
    },
    found: (rows, count) => foundOf(resource, order.length, rows, Number(count[0]?.['total'] ?? 0)),
  }
}

function foundOf(resource: Resource, cursorLength: number, rows: readonly Row[], total: number): Found {
  const cursor = (row: Row): string => cursorOf(Array.from({ length: cursorLength }, (_, index) => row[`at${index}`]))
  const [first, last] = [rows[0], rows.at(-1)]
  const counted = { totalItems: Math.min(total, COUNTED_MOST), hasMoreTotalItems: total > COUNTED_MOST }
  const ends = first && last ? { startCursor: cursor(first), endCursor: cursor(last) } : {}
  return { items: rows.map((row) => itemOf(resource, row)), page: { ...counted, ...ends } }
}

const written: Readonly<Record<FieldKind, (value: string | number) => unknown>> = {
  key: String,
  text: (value) => value,
  int: (value) => value,
  date: (value) => new Date(value).toISOString(),
  flag: (value) => value === 1,
  json: (value) => JSON.parse(String(value)) as unknown,
}

const itemOf = ({ fields }: Resource, row: Row): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, { kind }]) => {
      const value = row[name] as string | number | null
      return [name, value === null ? null : written[kind](value)]
    }),
  )
