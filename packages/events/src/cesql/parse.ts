import type { BinaryOperator, Expression } from './ast.ts'
import { type Token, lex } from './lex.ts'
import { CesqlParseError } from './parse-error.ts'

const MOST_CHARACTERS = 16_384
const MOST_DEPTH = 100
const KEYWORDS = new Set(['AND', 'OR', 'XOR', 'NOT', 'LIKE', 'EXISTS', 'IN', 'TRUE', 'FALSE'])

/**
 * How tightly operators bind, loosest first, as the grammar has it. AND, OR and XOR share one level and associate to
 * the right: the text of the specification says left, its grammar and both public engines right; parentheses agree.
 */
const LOGIC = 1
const COMPARISON = 2
const SUM = 3
const PRODUCT = 4
const SET = 5
const LIKE = 6
const BINDING: Readonly<Record<string, number>> = {
  AND: LOGIC,
  OR: LOGIC,
  XOR: LOGIC,
  '=': COMPARISON,
  '!=': COMPARISON,
  '<': COMPARISON,
  '<=': COMPARISON,
  '>': COMPARISON,
  '>=': COMPARISON,
  '+': SUM,
  '-': SUM,
  '*': PRODUCT,
  '/': PRODUCT,
  '%': PRODUCT,
  IN: SET,
  LIKE,
}

/** @throws CesqlParseError with the place; never anything else, whatever the input */
export function parse(source: string): Expression {
  if (source.length > MOST_CHARACTERS) {
    throw new CesqlParseError(`the expression is longer than ${MOST_CHARACTERS} characters`, MOST_CHARACTERS)
  }
  const parser = new Parser(lex(source))
  const expression = parser.expression(0)
  parser.end()
  return expression
}

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  end(): void {
    if (this.#next.kind !== 'end') this.#unexpected('the end')
  }

  /** Everything from here that binds at least as tightly as `least`. */
  expression(least: number): Expression {
    this.#depth += 1
    if (this.#depth > MOST_DEPTH) throw new CesqlParseError('the expression is nested too deeply', this.#next.at)
    let left = this.#operand()
    for (;;) {
      const suffixed = this.#suffix(left, least)
      if (suffixed === undefined) break
      left = suffixed
    }
    this.#depth -= 1
    return left
  }

  get #next(): Token {
    return this.#tokens[this.#at] as Token
  }

  #take(): Token {
    const token = this.#next
    if (token.kind !== 'end') this.#at += 1
    return token
  }

  #is(text: string): boolean {
    return (this.#next.kind === 'symbol' || this.#next.kind === 'word') && this.#next.text === text
  }

  #expect(text: string): void {
    if (!this.#is(text)) this.#unexpected(`"${text}"`)
    this.#at += 1
  }

  #unexpected(expected: string): never {
    const found = this.#next.kind === 'end' ? 'the end' : JSON.stringify(this.#next.text)
    throw new CesqlParseError(`expected ${expected}, found ${found}`, this.#next.at)
  }

  /** NOT and minus bind tighter than every operator that follows an operand. */
  #operand(): Expression {
    const prefixes: { readonly kind: 'not' | 'negate' }[] = []
    for (;;) {
      if (this.#is('NOT')) prefixes.push({ kind: 'not' })
      else if (this.#is('-') && this.#tokens[this.#at + 1]?.kind !== 'integer') prefixes.push({ kind: 'negate' })
      else break
      this.#at += 1
    }
    let operand = this.#primary()
    for (const { kind } of prefixes.toReversed()) operand = { kind, operand }
    return operand
  }

  #primary(): Expression {
    if (this.#is('-') || this.#is('+')) return this.#integer(this.#take().text)
    const token = this.#next
    switch (token.kind) {
      case 'integer':
        return this.#integer('')
      case 'string':
        this.#at += 1
        return { kind: 'literal', value: token.text }
      case 'word':
        this.#at += 1
        return this.#word(token)
      case 'symbol':
        if (token.text === '(') return this.#parenthesised()
        return this.#unexpected('an operand')
      case 'end':
        return this.#unexpected('an operand')
    }
  }

  #parenthesised(): Expression {
    this.#expect('(')
    const inner = this.expression(0)
    this.#expect(')')
    return inner
  }

  #integer(sign: string): Expression {
    const token = this.#take()
    if (token.kind !== 'integer') {
      this.#at -= 1
      return this.#unexpected('an integer')
    }
    const value = Number(sign + token.text)
    if (value !== (value | 0)) throw new CesqlParseError(`${sign}${token.text} does not fit in 32 bits`, token.at)
    return { kind: 'literal', value: value | 0 }
  }

  #word(token: Token): Expression {
    if (token.text === 'TRUE' || token.text === 'FALSE') return { kind: 'literal', value: token.text === 'TRUE' }
    if (token.text === 'EXISTS') return { kind: 'exists', name: this.#attribute(this.#take()) }
    if (this.#is('(') && /^[A-Z_]+$/.test(token.text) && !KEYWORDS.has(token.text)) {
      return { kind: 'call', name: token.text, arguments: this.#list(0) }
    }
    return { kind: 'attribute', name: this.#attribute(token) }
  }

  #attribute(token: Token): string {
    if ((token.kind === 'word' || token.kind === 'integer') && /^[A-Z0-9]+$/.test(token.text)) {
      if (!KEYWORDS.has(token.text)) return token.text.toLowerCase()
    }
    throw new CesqlParseError(`expected the name of an attribute, found ${JSON.stringify(token.text)}`, token.at)
  }

  /** Expressions in parentheses, with commas between them. */
  #list(fewest: number): Expression[] {
    this.#expect('(')
    const items: Expression[] = []
    if (fewest === 0 && this.#is(')')) {
      this.#at += 1
      return items
    }
    do items.push(this.expression(0))
    while (this.#is(',') && this.#at++ >= 0)
    this.#expect(')')
    return items
  }

  /** What follows an operand, if it binds tightly enough. */
  #suffix(left: Expression, least: number): Expression | undefined {
    const negated = this.#is('NOT')
    const token = negated ? (this.#tokens[this.#at + 1] as Token) : this.#next
    if (token.kind !== 'symbol' && token.kind !== 'word') return undefined
    const binding = BINDING[token.text]
    if (binding === undefined || binding < least) return undefined
    if (negated && binding !== LIKE && binding !== SET) return undefined
    this.#at += negated ? 2 : 1
    if (binding === LIKE) return { kind: 'like', operand: left, pattern: this.#pattern(), negated }
    if (binding === SET) return { kind: 'in', operand: left, set: this.#list(1), negated }
    const right = this.expression(binding === LOGIC ? binding : binding + 1)
    return { kind: 'binary', operator: token.text as BinaryOperator, left, right }
  }

  #pattern(): string {
    if (this.#next.kind !== 'string') this.#unexpected('a pattern in quotes')
    return this.#take().text
  }
}
