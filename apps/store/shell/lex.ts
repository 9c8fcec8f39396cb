import { ShellError } from './shell-error.ts'

/** Where a token begins; both count from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

export type Token = Place &
  (
    | { readonly kind: 'name'; readonly text: string }
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'string'; readonly value: string }
    /** `:name`, Ruby's symbol. */
    | { readonly kind: 'symbol'; readonly text: string }
    | { readonly kind: 'punctuation'; readonly text: string; readonly spaceBefore: boolean }
    | { readonly kind: 'newline' | 'end' }
  )

const PUNCTUATION = ['=>', '=', '.', ',', ';', ':', '(', ')', '[', ']', '{', '}', '+', '-', '*', '/']
const NAME = /[A-Za-z_$][\w$]*[?!]?/uy
const NUMBER = /\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?/uy
const BLANK = /(?:[ \t\r]|#[^\n]*|\/\/[^\n]*)+/uy
const INPUT_CHARACTERS_MOST = 100_000
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0', e: '\u001b', s: ' ' }

/** @throws ShellError with the place of what is no token; `incomplete` when a string is not closed yet. */
export function lex(input: string): Token[] {
  if (input.length > INPUT_CHARACTERS_MOST) {
    throw new ShellError(`the input has ${input.length} characters; at most ${INPUT_CHARACTERS_MOST} are read`, {
      line: 1,
      column: 1,
    })
  }
  return [...tokens(input)]
}

function* tokens(input: string): Iterable<Token> {
  let at = 0
  let line = 1
  let lineStart = 0
  for (;;) {
    const blank = match(BLANK, input, at)
    at += blank.length
    const place = { line, column: at - lineStart + 1 }
    const char = input[at]
    if (char === undefined) {
      yield { kind: 'end', ...place }
      return
    }
    if (char === '\n') {
      yield { kind: 'newline', ...place }
      at++
      line++
      lineStart = at
      continue
    }
    const { token, length } = readToken(input, at, place, blank !== '' || at === lineStart)
    yield token
    const breaks = input.slice(at, at + length).split('\n')
    line += breaks.length - 1
    at += length
    if (breaks.length > 1) lineStart = at - (breaks.at(-1)?.length ?? 0)
  }
}

function readToken(input: string, at: number, place: Place, spaceBefore: boolean): { token: Token; length: number } {
  const char = input[at] as string
  if (char === "'" || char === '"' || char === '`') return readString(input, at, char, place)
  const number = match(NUMBER, input, at)
  if (number !== '')
    return { token: { kind: 'number', value: Number(number.replaceAll('_', '')), ...place }, length: number.length }
  const name = match(NAME, input, at)
  if (name !== '') return { token: { kind: 'name', text: name, ...place }, length: name.length }
  const symbol = char === ':' ? match(NAME, input, at + 1) : ''
  if (symbol !== '' && spaceBefore)
    return { token: { kind: 'symbol', text: symbol, ...place }, length: symbol.length + 1 }
  const text = PUNCTUATION.find((each) => input.startsWith(each, at))
  if (text === undefined) throw new ShellError(`${JSON.stringify(char)} means nothing here`, place)
  return { token: { kind: 'punctuation', text, spaceBefore, ...place }, length: text.length }
}

/** Ruby's rule: single quotes know only `\'` and `\\`; the others know escapes too. */
function readString(input: string, start: number, quote: string, place: Place): { token: Token; length: number } {
  let value = ''
  for (let at = start + 1; at < input.length; at++) {
    const char = input[at] as string
    if (char === quote) return { token: { kind: 'string', value, ...place }, length: at - start + 1 }
    if (quote === '`' ? input.startsWith('${', at) : quote === '"' && input.startsWith('#{', at)) {
      throw new ShellError('texts are taken as they stand: there is no interpolation here', place)
    }
    if (char !== '\\') value += char
    else {
      const next = input[++at] ?? ''
      if (next === quote || next === '\\') value += next
      else value += quote === "'" ? `\\${next}` : (ESCAPES[next] ?? next)
    }
  }
  throw new ShellError(`the text that begins here has no closing ${quote}`, place, { incomplete: true })
}

function match(pattern: RegExp, input: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(input)?.[0] ?? ''
}
