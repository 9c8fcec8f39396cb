import { type Path, parsePath } from './path.ts'
import { FilterError, type Token, tokenize } from './token.ts'

export type Comparison = '=' | '!=' | '>' | '>=' | '<' | '<=' | 'contains'
export type Literal = string | number | boolean | null

/** A parsed filter. */
export type Filter =
  | { kind: 'and' | 'or'; parts: readonly Filter[] }
  | { kind: 'not'; part: Filter }
  | { kind: 'compare'; path: Path; comparison: Comparison; literal: Literal }
  | { kind: 'exists'; path: Path }
  | { kind: 'text'; text: string }

const depthAtMost = 32
const lengthAtMost = 1000
const comparisons: Record<string, Comparison> = {
  '=': '=',
  '!=': '!=',
  '>': '>',
  '>=': '>=',
  '<': '<',
  '<=': '<=',
  '~': 'contains',
  contains: 'contains',
}

/**
 * The grammar, `or` weakest:
 *
 *     filter     = and { "or" and }
 *     and        = unary { "and" unary }
 *     unary      = "not" unary | "(" filter ")" | test
 *     test       = path [ comparison literal ] | string
 *     comparison = "=" | "!=" | ">" | ">=" | "<" | "<=" | "~" | "contains"
 *     literal    = string | number | "true" | "false" | "null" | word
 *
 * A path alone asks whether there is a value; a string alone looks for that text in key and value.
 * @throws FilterError that says what is wrong and where.
 */
export function parseFilter(text: string): Filter {
  if (text.length > lengthAtMost) throw new FilterError(`a filter has at most ${lengthAtMost} characters`, lengthAtMost)
  const reader = new TokenReader(tokenize(text))
  const filter = parseOr(reader, 0)
  const rest = reader.peek()
  if (rest.kind !== 'end')
    throw new FilterError(`"${rest.text}" is one word too many; join tests by "and" or "or"`, rest.at)
  return filter
}

class TokenReader {
  #next = 0
  readonly #tokens: readonly Token[]
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }
  peek(): Token {
    // The last token is always `end`, and nothing reads past it.
    return this.#tokens[Math.min(this.#next, this.#tokens.length - 1)] as Token
  }
  take(): Token {
    const token = this.peek()
    this.#next += 1
    return token
  }
  takeWord(word: string): boolean {
    const token = this.peek()
    const found = token.kind === 'word' && token.text.toLowerCase() === word
    if (found) this.#next += 1
    return found
  }
}

function parseOr(reader: TokenReader, depth: number): Filter {
  if (depth > depthAtMost) throw new FilterError(`a filter nests at most ${depthAtMost} deep`, reader.peek().at)
  const parts = [parseAnd(reader, depth)]
  while (reader.takeWord('or')) parts.push(parseAnd(reader, depth))
  return joined('or', parts)
}

function parseAnd(reader: TokenReader, depth: number): Filter {
  const parts = [parseUnary(reader, depth)]
  while (reader.takeWord('and')) parts.push(parseUnary(reader, depth))
  return joined('and', parts)
}

function joined(kind: 'and' | 'or', parts: readonly Filter[]): Filter {
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : { kind, parts }
}

function parseUnary(reader: TokenReader, depth: number): Filter {
  if (depth > depthAtMost) throw new FilterError(`a filter nests at most ${depthAtMost} deep`, reader.peek().at)
  if (reader.takeWord('not')) return { kind: 'not', part: parseUnary(reader, depth + 1) }
  const token = reader.take()
  if (token.kind === 'open') {
    const inner = parseOr(reader, depth + 1)
    const close = reader.take()
    if (close.kind !== 'close') throw new FilterError('a ")" is missing here', close.at)
    return inner
  }
  return parseTest(reader, token)
}

function parseTest(reader: TokenReader, token: Token): Filter {
  if (token.kind === 'string') return { kind: 'text', text: token.text }
  if (token.kind !== 'word')
    throw new FilterError(`a test like order.total > 5 is expected here, not ${describe(token)}`, token.at)
  const path = parsePath(token.text, token.at)
  const comparison = takeComparison(reader)
  if (comparison === undefined) return { kind: 'exists', path }
  return { kind: 'compare', path, comparison, literal: parseLiteral(reader.take()) }
}

function takeComparison(reader: TokenReader): Comparison | undefined {
  const token = reader.peek()
  const isComparison = token.kind === 'operator' || (token.kind === 'word' && token.text.toLowerCase() === 'contains')
  if (!isComparison) return undefined
  return comparisons[reader.take().text.toLowerCase()]
}

function parseLiteral(token: Token): Literal {
  if (token.kind === 'string') return token.text
  if (token.kind !== 'word') throw new FilterError(`a value is expected here, not ${describe(token)}`, token.at)
  if (token.text === 'true' || token.text === 'false') return token.text === 'true'
  if (token.text === 'null') return null
  return /^-?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/.test(token.text) ? Number(token.text) : token.text
}

function describe(token: Token): string {
  return token.kind === 'end' ? 'the end' : `"${token.text}"`
}
