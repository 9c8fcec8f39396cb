import type { FlinkCase, Golden } from './cases.ts'

type Answer = Omit<Golden, 'title' | 'sql'>

/** How two answers differ, in a few words; undefined when they agree. */
export function differenceOf(one: FlinkCase, ours: Answer, theirs: Answer): string | undefined {
  const [a, b] = [classOf(ours), classOf(theirs)]
  if (a !== b) return `ours: ${ours.error ?? 'no error'}; Flink: ${theirs.error ?? 'no error'}`
  if (a !== undefined) return undefined
  const types = (answer: Answer): string => answer.columns.map(([name, type]) => `${name} ${type}`).join(', ')
  if (types(ours) !== types(theirs)) return `columns\n  ours:  ${types(ours)}\n  Flink: ${types(theirs)}`
  const [mine, real] = [ours, theirs].map(({ rows }) => (isOrdered(one) ? lines(rows) : net(rows)).join('\n'))
  return mine === real ? undefined : `rows, ours:\n${mine}\nFlink:\n${real}`
}

const classOf = ({ error }: Answer): string | undefined => error?.slice(0, error.indexOf(':'))

/** Rows of VALUES come in any order in Flink, those of one table as they lie in its file. */
function isOrdered({ net: open, statements }: FlinkCase): boolean {
  return !open && !/\bVALUES\b/.test(statements.at(-1) ?? '')
}

const lines = (rows: Golden['rows']): string[] => rows.map((row) => JSON.stringify(row))

/** The rows that a changelog leaves. */
export function net(rows: Golden['rows']): string[] {
  const counts = new Map<string, number>()
  for (const [kind, ...values] of rows) {
    const key = JSON.stringify(values)
    counts.set(key, (counts.get(key) ?? 0) + (kind === '+I' || kind === '+U' ? 1 : -1))
  }
  return [...counts].flatMap(([key, count]) => (count === 0 ? [] : [`${count} ${key}`])).toSorted()
}
