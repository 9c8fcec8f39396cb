import { readFileSync, readdirSync } from 'node:fs'

/** A table of a case file: its statement without WITH, and its records as JSON. */
export interface CaseTable {
  readonly name: string
  readonly ddl: string
  readonly records: readonly string[]
}

/** Statements whose last one is compared with what real Flink answered. */
export interface FlinkCase {
  readonly title: string
  /** Rows are compared as what is left at the end, because the order of several inputs is open. */
  readonly net: boolean
  readonly statements: readonly string[]
}

export interface CaseFile {
  readonly name: string
  readonly tables: readonly CaseTable[]
  readonly cases: readonly FlinkCase[]
}

/** What Flink answered; `error` begins with its class: parse, planning or runtime. */
export interface Golden {
  readonly title: string
  readonly sql: string
  readonly columns: readonly (readonly [name: string, type: string])[]
  readonly rows: readonly (readonly (string | null)[])[]
  readonly error?: string
}

const FOLDER = new URL('../testdata/flink/', import.meta.url)

/**
 * Case files: `CREATE TABLE` statements each followed by `-- {record}` lines, then cases that begin with `-- case: title`
 * or `-- case (net): title` and hold statements that end in a semicolon at a line's end.
 */
export function caseFiles(): CaseFile[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.sql'))
  return names.toSorted().map((name) => caseFile(name.slice(0, -4), readFileSync(new URL(name, FOLDER), 'utf8')))
}

export const goldenFile = (name: string): URL => new URL(`${name}.jsonl`, FOLDER)

export function goldenOf(name: string): Map<string, Golden> {
  const lines = readFileSync(goldenFile(name), 'utf8').trim().split('\n')
  return new Map(lines.map((line) => JSON.parse(line) as Golden).map((one) => [one.title, one]))
}

function caseFile(name: string, text: string): CaseFile {
  const [head = '', ...rest] = text.split(/^-- case(?=[ :(])/m)
  const cases = rest.map((part): FlinkCase => {
    const [, net, title = '', body = ''] = /^( \(net\))?: (.*)\n([^]*)$/.exec(part) ?? []
    return { title, net: net !== undefined, statements: statementsOf(body) }
  })
  return { name, tables: tablesOf(head), cases }
}

function statementsOf(body: string): string[] {
  return body
    .split(/;[ \t]*$/m)
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

function tablesOf(head: string): CaseTable[] {
  return head
    .split(/^(?=CREATE TABLE )/m)
    .filter((part) => part.startsWith('CREATE TABLE '))
    .map((part) => {
      const records = part.split('\n').flatMap((line) => (line.startsWith('-- {') ? [line.slice(3)] : []))
      const ddl = part.slice(0, part.indexOf(';'))
      return { name: /^CREATE TABLE (\w+)/.exec(ddl)?.[1] ?? '', ddl, records }
    })
}
