/** One word of a filter, with the place where it starts, so that errors can point. */
export interface Token {
  kind: 'word' | 'string' | 'operator' | 'open' | 'close' | 'end'
  text: string
  at: number
}

/** What is wrong with a filter and where; `at` counts characters from 0. */
export class FilterError extends Error {
  override readonly name = 'FilterError'
  readonly at: number
  constructor(message: string, at: number) {
    super(`${message} (at character ${at + 1})`)
    this.at = at
  }
}

const operators = ['!=', '>=', '<=', '=', '>', '<', '~'] as const
const wordEnd = /[\s()=!<>~"']/

/** Splits a filter into tokens. Words run until a space, a parenthesis, an operator or a quote. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const character = text.charAt(at)
    if (/\s/.test(character)) {
      at += 1
      continue
    }
    const token = tokenAt(text, at, character)
    tokens.push(token.token)
    at = token.next
  }
  tokens.push({ kind: 'end', text: '', at: text.length })
  return tokens
}

function tokenAt(text: string, at: number, character: string): { token: Token; next: number } {
  if (character === '(') return { token: { kind: 'open', text: '(', at }, next: at + 1 }
  if (character === ')') return { token: { kind: 'close', text: ')', at }, next: at + 1 }
  if (character === '"' || character === "'") return stringAt(text, at, character)
  const operator = operators.find((candidate) => text.startsWith(candidate, at))
  if (operator !== undefined) return { token: { kind: 'operator', text: operator, at }, next: at + operator.length }
  if (character === '!') throw new FilterError('"!" stands only in "!="; write "not" to negate', at)
  let end = at + 1
  while (end < text.length && !wordEnd.test(text.charAt(end))) end += 1
  return { token: { kind: 'word', text: text.slice(at, end), at }, next: end }
}

/** A string in single or double quotes; a backslash takes the next character as it is. */
function stringAt(text: string, at: number, quote: string): { token: Token; next: number } {
  let value = ''
  for (let index = at + 1; index < text.length; index += 1) {
    const character = text.charAt(index)
    if (character === quote) return { token: { kind: 'string', text: value, at }, next: index + 1 }
    if (character === '\\') index += 1
    value += text.charAt(index)
  }
  throw new FilterError(`this string has no closing ${quote}`, at)
}
