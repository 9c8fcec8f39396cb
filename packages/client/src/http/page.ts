import { wrongFields } from './problem.ts'

const LIMIT = 50
const LIMIT_MOST = 200

/** Where an item stands in a list: newest first, equal times by id. */
export interface Place {
  /** ms since epoch */
  readonly at: number
  readonly id: string
}

export type PageQuery = Readonly<Record<string, unknown>>

/** Items, and the cursor of the next page where there is one. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string
}

/**
 * A page of what there is, newest first. A cursor names the last item of the page before, so what is added meanwhile moves
 * nothing.
 *
 * @throws Problem 400 when limit or cursor are none.
 */
export function page<T, W>(
  items: Iterable<T>,
  placeOf: (item: T) => Place,
  query: PageQuery,
  wire: (item: T) => W,
): Page<W> {
  const limit = limitOf(query['limit'])
  const after = cursorOf(query['cursor'])
  const places = Array.from(items, (item) => ({ item, place: placeOf(item) }))
    .filter(({ place }) => after === undefined || order(after, place) < 0)
    .toSorted((a, b) => order(a.place, b.place))
  const shown = places.slice(0, limit)
  const last = shown.at(-1)
  const next = places.length > limit && last !== undefined ? { next: cursorText(last.place) } : {}
  return { items: shown.map(({ item }) => wire(item)), ...next }
}

const order = (a: Place, b: Place): number => b.at - a.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

const cursorText = ({ at, id }: Place): string => Buffer.from(JSON.stringify([at, id])).toString('base64url')

function limitOf(given: unknown): number {
  if (given === undefined || given === '') return LIMIT
  const limit = typeof given === 'string' && /^\d{1,4}$/u.test(given) ? Number(given) : 0
  if (limit < 1 || limit > LIMIT_MOST)
    throw wrongFields([{ field: 'limit', message: `must be a whole number from 1 to ${LIMIT_MOST}` }])
  return limit
}

function cursorOf(given: unknown): Place | undefined {
  if (given === undefined || given === '') return undefined
  try {
    const [at, id] = JSON.parse(Buffer.from(String(given), 'base64url').toString()) as [unknown, unknown]
    if (typeof at === 'number' && typeof id === 'string') return { at, id }
  } catch {
    // Told below.
  }
  throw wrongFields([{ field: 'cursor', message: 'must be the `next` of the page before' }])
}

/** A filter from the query: undefined when it is not there. */
export function textOf(query: PageQuery, name: string): string | undefined {
  const value = query[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}
