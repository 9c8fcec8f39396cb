import { type Position, sqlError } from './position.ts'

/** `word` is a bare name or keyword; `name` a name in backticks; `end` follows the last token. */
export type TokenKind = 'word' | 'name' | 'string' | 'number' | 'symbol' | 'end'

export interface Token extends Position {
  readonly kind: TokenKind
  /** Without quotes, escapes undone. */
  readonly text: string
  /** Keywords compare by this. */
  readonly upper: string
  /** Where it begins and ends in the statement, in UTF-16 units. */
  readonly from: number
  readonly to: number
}

export const MAX_STATEMENT_CHARS = 1_000_000

const SPACE = /(?:\s|--[^\n]*|\/\*(?!\+)[^]*?\*\/)+/y
const PARTS: readonly (readonly [TokenKind, RegExp])[] = [
  ['string', /U&'(?:[^']|'')*'(?:\s+UESCAPE\s+'.')?/iy],
  ['word', /[\p{L}_$][\p{L}\p{N}_$]*/uy],
  ['name', /`(?:[^`]|``)*`/y],
  ['string', /'(?:[^']|'')*'/y],
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['symbol', /\/\*\+|\*\/|<>|<=|>=|!=|=>|\|\||[-+*/%=<>()[\],.;:?]/y],
]

/** The statement's tokens, comments left out. @throws Refusal SQL_PARSE, SQL_LIMIT */
export function lex(sql: string): Token[] {
  if (sql.length > MAX_STATEMENT_CHARS) {
    throw sqlError('SQL_LIMIT', `it has ${sql.length} characters, and ${MAX_STATEMENT_CHARS} is the most`)
  }
  const tokens: Token[] = []
  const place = placer(sql)
  let from = skipSpace(sql, 0)
  while (from < sql.length) {
    const token = tokenAt(sql, from, place)
    tokens.push(token)
    from = skipSpace(sql, token.to)
  }
  tokens.push({ kind: 'end', text: '', upper: '', from, to: from, ...place(from) })
  return tokens
}

function skipSpace(sql: string, from: number): number {
  SPACE.lastIndex = from
  return from + (SPACE.exec(sql)?.[0].length ?? 0)
}

function tokenAt(sql: string, from: number, place: (at: number) => Position): Token {
  // Looked for once only: a text of nothing but these would be searched to its end from each of them.
  if (sql.startsWith('/*', from) && sql[from + 2] !== '+') {
    throw sqlError('SQL_PARSE', 'the comment that begins here has no closing */', place(from))
  }
  for (const [kind, pattern] of PARTS) {
    pattern.lastIndex = from
    const found = pattern.exec(sql)?.[0]
    if (found === undefined) continue
    const text = bare(kind, found, place(from))
    return {
      kind,
      text,
      upper: kind === 'word' ? text.toUpperCase() : text,
      from,
      to: from + found.length,
      ...place(from),
    }
  }
  const char = String.fromCodePoint(sql.codePointAt(from) as number)
  const unclosed: Readonly<Record<string, string>> = { "'": 'string', '`': 'name' }
  const what = unclosed[char]
  throw sqlError(
    'SQL_PARSE',
    what === undefined ? `unexpected character ${char}` : `the ${what} that begins here has no closing ${char}`,
    place(from),
  )
}

function bare(kind: TokenKind, found: string, at: Position): string {
  if (kind === 'string' && !found.startsWith("'")) return unicodeText(found, at)
  if (kind === 'string') return found.slice(1, -1).replaceAll("''", "'")
  if (kind === 'name') return found.slice(1, -1).replaceAll('``', '`')
  return found
}

/** U&'\\00fc': four hexadecimal digits behind the escape character, a backslash unless UESCAPE names another. */
function unicodeText(found: string, at: Position): string {
  const [, body = '', escape = '\\'] = /^U&'((?:[^']|'')*)'(?:\s+UESCAPE\s+'(.)')?$/is.exec(found) ?? []
  let text = ''
  for (let from = 0; from < body.length;) {
    if (body[from] !== escape) text += body[from++]
    else if (body[from + 1] === escape) {
      text += escape
      from += 2
    } else {
      const digits = body.slice(from + 1, from + 5)
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw sqlError('SQL_PARSE', `'${escape}${digits}' is no Unicode escape`, at)
      text += String.fromCharCode(Number.parseInt(digits, 16))
      from += 5
    }
  }
  return text.replaceAll("''", "'")
}

/** Lines and columns of offsets that only grow, in time linear in the statement. */
function placer(sql: string): (at: number) => Position {
  let line = 1
  let lineStart = 0
  let next = sql.indexOf('\n')
  return (at) => {
    while (next >= 0 && next < at) {
      line++
      lineStart = next + 1
      next = sql.indexOf('\n', lineStart)
    }
    return { line, column: at - lineStart + 1 }
  }
}
