import type { Row } from './change.ts'

/** A row's key, as a value that a Map compares rightly. */
export type KeyOf = (row: Row) => unknown

/** The key made of these columns. One column of a primitive type is its own key. */
export function keyOf(columns: readonly number[]): KeyOf {
  const [only] = columns
  if (only === undefined) return () => ''
  if (columns.length === 1) return (row) => valueKey(row[only])
  return (row) => {
    let key = ''
    for (const column of columns) key += part(row[column])
    return key
  }
}

/** The key of a whole row: rows that are equal have the same. */
export function rowKey(row: Row): string {
  let key = ''
  for (const value of row) key += part(value)
  return key
}

/** One value as its own key. */
export function valueKey(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? textOf(value) : value
}

/** Whether two rows of one width are equal. */
export function sameRow(a: Row, b: Row): boolean {
  for (let at = 0; at < a.length; at++) {
    if (a[at] !== b[at] && part(a[at]) !== part(b[at])) return false
  }
  return true
}

/** Each part says where it ends: by its first letter, a bar, or its length. */
function part(value: unknown): string {
  if (typeof value === 'string') return `${value.length}:${value}`
  if (typeof value === 'number') return `${value}|`
  if (value === null || value === undefined) return 'n'
  const text = textOf(value)
  return `${text.length}:${text}`
}

function textOf(value: unknown): string {
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1')
  if (Array.isArray(value)) return rowKey(value)
  if (value instanceof Map) {
    return Array.from(value, ([key, one]) => part(key) + part(one))
      .toSorted()
      .join('')
  }
  return String(value)
}
