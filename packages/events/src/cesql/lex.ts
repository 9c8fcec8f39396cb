import { CesqlParseError } from './parse-error.ts'

export type Token =
  | { readonly kind: 'integer'; readonly text: string; readonly at: number }
  | { readonly kind: 'string'; readonly text: string; readonly at: number }
  /** Keywords, attribute names and function names: `text` in upper case. */
  | { readonly kind: 'word'; readonly text: string; readonly at: number }
  | { readonly kind: 'symbol'; readonly text: string; readonly at: number }
  | { readonly kind: 'end'; readonly text: ''; readonly at: number }

const SPACE = /\s+/y
const SYMBOL = /<=|>=|!=|<>|[=<>+\-*/%(),]/y
const WORD = /[A-Za-z0-9_]+/y
const INTEGER = /^\d+$/

/** @throws CesqlParseError */
export function lex(source: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < source.length) {
    const space = match(SPACE, source, at)
    if (space !== undefined) {
      at += space.length
      continue
    }
    const token = tokenAt(source, at)
    tokens.push(token.token)
    at = token.end
  }
  tokens.push({ kind: 'end', text: '', at: source.length })
  return tokens
}

function tokenAt(source: string, at: number): { readonly token: Token; readonly end: number } {
  const first = source[at]
  if (first === "'" || first === '"') return stringAt(source, at, first)
  const word = match(WORD, source, at)
  if (word !== undefined) {
    const kind = INTEGER.test(word) ? ('integer' as const) : ('word' as const)
    return { token: { kind, text: word.toUpperCase(), at }, end: at + word.length }
  }
  const symbol = match(SYMBOL, source, at)
  if (symbol === undefined) throw new CesqlParseError(`unexpected ${JSON.stringify(first)}`, at)
  return { token: { kind: 'symbol', text: symbol === '<>' ? '!=' : symbol, at }, end: at + symbol.length }
}

/** Only the delimiter can be escaped; any other backslash stays, with what follows it. */
function stringAt(source: string, at: number, quote: string): { readonly token: Token; readonly end: number } {
  let text = ''
  for (let end = at + 1; end < source.length; end++) {
    const character = source[end] as string
    if (character === quote) return { token: { kind: 'string', text, at }, end: end + 1 }
    if (character === '\\' && end + 1 < source.length) {
      end += 1
      const next = source[end] as string
      text += next === quote ? next : `\\${next}`
    } else text += character
  }
  throw new CesqlParseError('the string has no closing quote', at)
}

function match(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(source)?.[0]
}
