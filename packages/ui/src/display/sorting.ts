export interface Sort {
  by: string
  descending: boolean
}

export type SortValue = string | number | bigint | undefined

/** Numbers by size, texts as people order them ("topic-9" before "topic-10"), what is missing last. */
export function compareValues(left: SortValue, right: SortValue): number {
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined)
  if (typeof left === 'string' || typeof right === 'string')
    return String(left).localeCompare(String(right), 'en', { numeric: true })
  return left < right ? -1 : left > right ? 1 : 0
}

/** A sorted copy; rows that are equal keep their order, and rows without a value stay last in both directions. */
export function sortRows<Row>(rows: readonly Row[], value: (row: Row) => SortValue, descending: boolean): Row[] {
  const direction = descending ? -1 : 1
  return [...rows].sort((left, right) => {
    const [a, b] = [value(left), value(right)]
    const order = compareValues(a, b)
    return a === undefined || b === undefined ? order : direction * order
  })
}

/** What a click on a column's header asks for: this column, ascending first, then the other way round. */
export function nextSort(current: Sort | undefined, by: string): Sort {
  return { by, descending: current?.by === by && !current.descending }
}

/** `lag`, `-lag`: how a sort is written in a URL. */
export function sortToText(sort: Sort): string {
  return sort.descending ? `-${sort.by}` : sort.by
}

export function sortFromText(text: string | undefined): Sort | undefined {
  if (text === undefined || text === '' || text === '-') return undefined
  return text.startsWith('-') ? { by: text.slice(1), descending: true } : { by: text, descending: false }
}
