/** How much of a value a plan reads: all of it, or these fields of a ROW. */
export type Wanted = 'all' | WantedColumns

/** What is read of a row's columns, or a ROW's fields; those that are not here are not read at all. */
export type WantedColumns = ReadonlyMap<number, Wanted>

/** Adds what is read of one column. */
export function want(columns: Map<number, Wanted>, index: number, what: Wanted = 'all'): void {
  columns.set(index, both(columns.get(index), what))
}

/** What either of two readers wants. */
export function both(a: Wanted | undefined, b: Wanted): Wanted {
  if (a === undefined) return b
  if (a === 'all' || b === 'all') return 'all'
  const fields = new Map(a)
  for (const [index, what] of b) want(fields, index, what)
  return fields
}

/** Columns of both sides of a row, and what is behind them, taken apart at `width`. */
export function splitAt(columns: WantedColumns, width: number): [Map<number, Wanted>, Map<number, Wanted>] {
  const sides: [Map<number, Wanted>, Map<number, Wanted>] = [new Map(), new Map()]
  for (const [index, what] of columns) {
    if (index < width) sides[0].set(index, what)
    else sides[1].set(index - width, what)
  }
  return sides
}
