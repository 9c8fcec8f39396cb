/** A statement of a text and where it stands in it. */
export interface Statement {
  readonly text: string
  /** Position of its first character that is no space. */
  readonly from: number
  readonly to: number
}

/** Quoted text (quotes are doubled inside), comments, the end of a statement, anything else. */
const PIECE = /'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(;)|[^'"`;/-]+|[\s\S]/gy

/** Cuts a text into statements at semicolons that are neither in quotes nor in a comment. */
export function splitStatements(text: string): readonly Statement[] {
  const found: Statement[] = []
  let start = 0
  const add = (end: number): void => {
    const raw = text.slice(start, end)
    if (isEmpty(raw)) return
    const from = start + raw.length - raw.trimStart().length
    found.push({ text: raw.trim(), from, to: end })
  }
  for (const piece of text.matchAll(PIECE)) {
    if (piece[1] === undefined) continue
    add(piece.index)
    start = piece.index + 1
  }
  add(text.length)
  return found
}

function isEmpty(text: string): boolean {
  return text.replaceAll(/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, '').trim() === ''
}

/** What is to be run: the statements that the selection touches, or all when nothing is selected. */
export function chosenStatements(text: string, from: number, to: number): readonly Statement[] {
  if (from !== to) {
    return splitStatements(text.slice(from, to)).map((one) => ({ ...one, from: one.from + from, to: one.to + from }))
  }
  return splitStatements(text)
}

/** Position in the whole text of a line and column (from 1) of a statement; its end when there is no such place. */
export function positionOf(statement: Statement, line: number, column: number): number {
  const lines = statement.text.split('\n')
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0)
  return Math.min(statement.from + before + column - 1, statement.from + statement.text.length)
}
