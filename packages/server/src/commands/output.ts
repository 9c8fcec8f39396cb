type Cell = string | number | undefined

/** Rows as aligned columns for people, or as one JSON document for programs: data goes to stdout, nothing else does. */
export function printRows(rows: readonly Readonly<Record<string, Cell>>[], json: boolean): void {
  if (json) {
    printJson(rows)
    return
  }
  const [first] = rows
  if (first === undefined) return
  const names = Object.keys(first)
  const table = [
    names.map((name) => name.toUpperCase()),
    ...rows.map((row) => names.map((name) => String(row[name] ?? '-'))),
  ]
  const widths = names.map((_, column) => Math.max(...table.map((line) => (line[column] as string).length)))
  const numeric = names.map((name) => rows.every((row) => typeof row[name] === 'number'))
  for (const line of table) {
    const cells = line.map((cell, column) => {
      const width = widths[column] as number
      return numeric[column] === true ? cell.padStart(width) : cell.padEnd(width)
    })
    console.log(cells.join('  ').trimEnd())
  }
}

export function printJson(value: unknown): void {
  console.log(JSON.stringify(value))
}

/** What is not data: to stderr, so that pipes stay clean. */
export function say(text: string): void {
  console.error(text)
}
