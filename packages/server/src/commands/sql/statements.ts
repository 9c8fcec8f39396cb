/** What closes what has been opened, so that a semicolon within is none. */
const CLOSING: readonly (readonly [opens: string, closes: string])[] = [
  ["'", "'"],
  ['"', '"'],
  ['`', '`'],
  ['--', '\n'],
  ['/*', '*/'],
]

/** EXECUTE STATEMENT SET BEGIN …; …; END is one statement. */
const SET_BEGUN = /^(\s|--.*\n|\/\*[^]*?\*\/)*EXECUTE\s+STATEMENT\s+SET\s+BEGIN\b/i
const SET_ENDED = /\bEND\s*$/i

/** The statements of a text, each without its semicolon; `rest` is what no semicolon has ended yet. */
export function statementsOf(text: string): { readonly statements: readonly string[]; readonly rest: string } {
  const statements: string[] = []
  let from = 0
  for (let at = 0; at < text.length;) {
    const opened = CLOSING.find(([opens]) => text.startsWith(opens, at))
    if (opened !== undefined) {
      const [opens, closes] = opened
      const end = text.indexOf(closes, at + opens.length)
      at = end < 0 ? text.length : end + closes.length
      continue
    }
    if (text[at] === ';') {
      const statement = text.slice(from, at)
      if (!SET_BEGUN.test(statement) || SET_ENDED.test(statement)) {
        if (hasContent(statement)) statements.push(statement.trim())
        from = at + 1
      }
    }
    at++
  }
  return { statements, rest: text.slice(from) }
}

/** The statements of a whole text; the last one needs no semicolon. */
export function scriptOf(text: string): readonly string[] {
  const { statements, rest } = statementsOf(text)
  return hasContent(rest) ? [...statements, rest.trim()] : statements
}

/** Whether there is more than blanks and comments. */
export function hasContent(text: string): boolean {
  return (
    text
      .replace(/--.*(\n|$)/g, '')
      .replace(/\/\*[^]*?\*\//g, '')
      .trim() !== ''
  )
}
