import { type Token, lex } from '../lex.ts'
import { type Position, sqlError } from '../position.ts'
import type { Refusal } from '@millrace/kernel'

/** How deep parentheses, subqueries and operators may nest. */
export const MAX_DEPTH = 250

/** Words that end a name: none of them can be one without backticks. */
const RESERVED = new Set(
  (
    'ALL AND AS BETWEEN BY CASE CROSS DISTINCT ELSE END EXCEPT EXISTS FETCH FROM FULL GROUP HAVING IN INNER INSERT ' +
    'INTERSECT INTO IS JOIN LEFT LIKE LIMIT NATURAL NOT OFFSET ON OR ORDER OUTER OVER RIGHT SELECT SET THEN UNION ' +
    'USING VALUES WHEN WHERE WITH'
  ).split(' '),
)

/** Reads the tokens of a statement, one after the other. */
export class Cursor {
  readonly sql: string
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(sql: string) {
    this.sql = sql
    this.#tokens = lex(sql)
  }

  get token(): Token {
    return this.#tokens[this.#at] as Token
  }

  get position(): Position {
    const { line, column } = this.token
    return { line, column }
  }

  ahead(by: number): Token {
    return this.#tokens[Math.min(this.#at + by, this.#tokens.length - 1)] as Token
  }

  next(): Token {
    const token = this.token
    if (token.kind !== 'end') this.#at++
    return token
  }

  /** Whether these keywords or symbols come next. */
  is(...words: readonly string[]): boolean {
    return words.every((word, by) => {
      const token = this.ahead(by)
      return token.upper === word && (token.kind === 'word' || token.kind === 'symbol')
    })
  }

  /** Takes these words when they come next. */
  take(...words: readonly string[]): boolean {
    if (!this.is(...words)) return false
    this.#at += words.length
    return true
  }

  /** @throws Refusal SQL_PARSE when they do not come next */
  expect(...words: readonly string[]): void {
    for (const word of words) if (!this.take(word)) throw this.unexpected(word)
  }

  /** What was found here, and what would be right. */
  unexpected(expected: string): Refusal {
    const { kind, text } = this.token
    const found = kind === 'end' ? 'the end of the statement' : kind === 'string' ? `'${text}'` : text
    return sqlError('SQL_PARSE', `found ${found}, expected ${expected}`, this.token)
  }

  get atName(): boolean {
    const { kind, upper } = this.token
    return kind === 'name' || (kind === 'word' && !RESERVED.has(upper))
  }

  name(what = 'a name'): string {
    if (!this.atName) throw this.unexpected(what)
    return this.next().text
  }

  /** `a`, `a.b` or `a.b.c`. */
  qualifiedName(what = 'a name'): string[] {
    const parts = [this.name(what)]
    while (this.take('.')) parts.push(this.name(what))
    return parts
  }

  string(): string {
    if (this.token.kind !== 'string') throw this.unexpected('a string in single quotes')
    return this.next().text
  }

  integer(): number {
    const { kind, text } = this.token
    if (kind !== 'number' || !/^\d{1,15}$/.test(text)) throw this.unexpected('a whole number')
    this.next()
    return Number(text)
  }

  /** `( one, one, … )`; may be empty only when `orEmpty`. */
  list<T>(one: () => T, orEmpty = false): T[] {
    this.expect('(')
    if (orEmpty && this.take(')')) return []
    const all = this.commas(one)
    this.expect(')')
    return all
  }

  commas<T>(one: () => T): T[] {
    const all = [one()]
    while (this.take(',')) all.push(one())
    return all
  }

  /** Runs `inner` one level deeper. @throws Refusal SQL_LIMIT */
  nested<T>(inner: () => T): T {
    if (++this.#depth > MAX_DEPTH) {
      throw sqlError('SQL_LIMIT', `it nests deeper than ${MAX_DEPTH} levels here`, this.token)
    }
    const result = inner()
    this.#depth--
    return result
  }
}
