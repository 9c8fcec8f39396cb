import type { SqlPage, SqlRow } from '@millrace/client/sql'
import { printJson } from '../output.ts'

const SYMBOLS = { INSERT: '+I', UPDATE_BEFORE: '-U', UPDATE_AFTER: '+U', DELETE: '-D' } as const
const WIDEST = 60

/** Takes the pages of one statement's answer and shows them. */
export interface ResultView {
  page(page: SqlPage): void
  /** Everything has come, or the reader has had enough. */
  end(): void
}

/** One JSON object a row, `op` first. */
export function jsonLines(): ResultView {
  return {
    page: ({ columns, rows }) => {
      for (const { kind, fields } of rows) {
        printJson({ op: SYMBOLS[kind], ...Object.fromEntries(columns.map((name, at) => [name, fields[at]])) })
      }
    },
    end: () => undefined,
  }
}

/** Rows as they come, each with what it does; columns are as wide as the first page says. */
export function changelogLines(print: (line: string) => void, quiet = false): ResultView {
  let widths: number[] | undefined
  return {
    page: ({ columns, rows }) => {
      if (isOk(columns, rows)) {
        if (!quiet) print('OK')
        return
      }
      if (widths === undefined) {
        if (rows.length === 0) return
        widths = widthsOf([columns, ...rows.map(textsOf)])
        print(`op  ${lineOf(columns, widths)}`)
      }
      const known = widths
      for (const row of rows) print(`${SYMBOLS[row.kind]}  ${lineOf(textsOf(row), known)}`)
    },
    end: () => undefined,
  }
}

/** The rows that there are now, drawn again in place as they change: for a terminal. */
export function liveTable(output: NodeJS.WriteStream): ResultView {
  const rows = new Map<string, { readonly texts: readonly string[]; count: number }>()
  let names: readonly string[] = []
  let drawn = 0
  const draw = (): void => {
    const height = Math.max(3, (output.rows ?? 24) - 4)
    const all = [...rows.values()].flatMap(({ texts, count }) => Array.from({ length: count }, () => texts))
    const shown = all.slice(-height)
    const widths = widthsOf([names, ...shown])
    const lines = [
      lineOf(names, widths),
      ...shown.map((texts) => lineOf(texts, widths)),
      footerOf(all.length, shown.length),
    ]
    // Back to where the table begins, and everything below is drawn anew.
    output.write(`${drawn === 0 ? '' : `\u001b[${drawn}A`}\u001b[0J${lines.join('\n')}\n`)
    drawn = lines.length
  }
  return {
    page: (page) => {
      names = page.columns
      for (const row of page.rows) apply(rows, row)
      if (page.rows.length > 0 || drawn === 0) draw()
    },
    end: () => undefined,
  }
}

function apply(rows: Map<string, { readonly texts: readonly string[]; count: number }>, row: SqlRow): void {
  const texts = textsOf(row)
  const key = JSON.stringify(texts)
  const held = rows.get(key) ?? { texts, count: 0 }
  held.count += row.kind === 'INSERT' || row.kind === 'UPDATE_AFTER' ? 1 : -1
  if (held.count > 0) rows.set(key, held)
  else rows.delete(key)
}

function footerOf(all: number, shown: number): string {
  return shown < all ? `${all} rows, the last ${shown} of them` : `${all} ${all === 1 ? 'row' : 'rows'}`
}

function isOk(columns: readonly string[], rows: readonly SqlRow[]): boolean {
  return columns.length === 1 && columns[0] === 'result' && rows.length === 1 && rows[0]?.fields[0] === 'OK'
}

function textsOf({ fields }: SqlRow): string[] {
  return fields.map((field) => {
    if (field === null || field === undefined) return 'NULL'
    return typeof field === 'object' ? JSON.stringify(field) : String(field)
  })
}

function widthsOf(lines: readonly (readonly string[])[]): number[] {
  const [first = []] = lines
  return first.map((_, at) => Math.min(WIDEST, Math.max(...lines.map((line) => (line[at] ?? '').length))))
}

function lineOf(texts: readonly string[], widths: readonly number[]): string {
  return texts
    .map((text, at) => text.padEnd(widths[at] ?? 0))
    .join('  ')
    .trimEnd()
}
