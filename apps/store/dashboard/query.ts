import { type FieldError, wrongFields } from '@millrace/client/http'

/** Which rows of a list, in which order: `?q=but&sort=-totalSpent&offset=0&limit=50`. */
export interface ListQuery<Column extends string> {
  /** Lower case; a row is in when one of its texts has it. */
  readonly q: string
  readonly sort: { readonly by: Column; readonly descending: boolean } | undefined
  readonly offset: number
  readonly limit: number
}

const MOST = 1_000_000
const Q_CHARACTERS_MOST = 100

/**
 * Without parameters: everything, in the order in which it came, as the original answers.
 *
 * @throws Problem 400 that names each wrong parameter.
 */
export function readListQuery<Column extends string>(
  given: Readonly<Record<string, unknown>>,
  columns: readonly Column[],
): ListQuery<Column> {
  const errors: FieldError[] = []
  const offset = wholeNumber(given['offset'] ?? '0', 0)
  if (offset === undefined) errors.push({ field: 'offset', message: `must be a whole number from 0 to ${MOST}` })
  const limit = wholeNumber(given['limit'] ?? String(MOST), 1)
  if (limit === undefined) errors.push({ field: 'limit', message: `must be a whole number from 1 to ${MOST}` })
  const q = given['q'] ?? ''
  if (typeof q !== 'string' || q.length > Q_CHARACTERS_MOST) {
    errors.push({ field: 'q', message: `must be one text of at most ${Q_CHARACTERS_MOST} characters` })
  }
  const sort = readSort(given['sort'], columns)
  if (sort === 'wrong')
    errors.push({ field: 'sort', message: `must be one of ${columns.join(', ')}, with - before it to descend` })
  if (errors.length > 0 || offset === undefined || limit === undefined || typeof q !== 'string' || sort === 'wrong') {
    throw wrongFields(errors)
  }
  return { q: q.trim().toLowerCase(), sort, offset, limit }
}

function readSort<Column extends string>(
  given: unknown,
  columns: readonly Column[],
): ListQuery<Column>['sort'] | 'wrong' {
  if (given === undefined || given === '') return undefined
  if (typeof given !== 'string') return 'wrong'
  const by = columns.find((column) => column === given.replace(/^-/u, ''))
  return by === undefined ? 'wrong' : { by, descending: given.startsWith('-') }
}

function wholeNumber(given: unknown, least: number): number | undefined {
  if (typeof given !== 'string' || !/^\d{1,7}$/u.test(given)) return undefined
  const number = Number(given)
  return number >= least && number <= MOST ? number : undefined
}

export interface Listed<Row> {
  readonly rows: readonly Row[]
  /** Rows that the query matches, on this page or not. */
  readonly total: number
}

/** @param texts what `q` is looked for in */
export function list<
  Column extends string,
  Row extends Readonly<Record<Column, string | number>> & { readonly id: string },
>(rows: Iterable<Row>, { q, sort, offset, limit }: ListQuery<Column>, texts: (row: Row) => string): Listed<Row> {
  const found: Row[] = []
  for (const row of rows) if (q === '' || texts(row).toLowerCase().includes(q)) found.push(row)
  const ordered = sort === undefined ? found : found.toSorted(comparing(sort))
  return { rows: ordered.slice(offset, offset + limit), total: found.length }
}

const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true })

function comparing<Column extends string>({ by, descending }: { by: Column; descending: boolean }) {
  const sign = descending ? -1 : 1
  return (a: Readonly<Record<Column | 'id', string | number>>, b: typeof a): number => {
    const [one, other] = [a[by], b[by]]
    const order =
      typeof one === 'number' && typeof other === 'number' ? one - other : collator.compare(String(one), String(other))
    // Equal rows keep one order, or they would jump at each refresh.
    return sign * order || (a.id < b.id ? -1 : 1)
  }
}
