import type { Row } from './change.ts'

/** A row's key, as a value that a Map compares rightly. */
export type KeyOf = (row: Row) => unknown

/** The key made of these columns. One column of a primitive type is its own key. */
export function keyOf(columns: readonly number[]): KeyOf {
  const [only] = columns
  if (only === undefined) return () => ''
  if (columns.length === 1) return (row) => single(row[only])
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

function single(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? textOf(value) : value
}

function part(value: unknown): string {
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
