import { type Place, type Token, lex } from './lex.ts'
import { ShellError } from './shell-error.ts'
import type { Entry, Expression, Operator, Target } from './syntax.ts'

const NESTED_MOST = 50
/** Links of one chain, `a.b.c` or `1 + 2 + 3`. */
const CHAINED_MOST = 200
const CONSTANTS: Readonly<Record<string, boolean | null>> = {
  true: true,
  false: false,
  nil: null,
  null: null,
  undefined: null,
}
const DECLARATIONS = new Set(['const', 'let', 'var'])

/**
 * Reads statements, in Ruby's spelling (`p = Product.create name: 'Butter', price: 1.50`) and in TypeScript's
 * (`const p = await Product.create({ name: 'Butter', price: 1.5 })`), mixed as one likes:
 *
 *     statements  = { statement ( ";" | newline ) }
 *     statement   = [ "const" | "let" | "var" ] expression [ "=" statement ]
 *     expression  = term { ( "+" | "-" ) term }
 *     term        = factor { ( "*" | "/" ) factor }
 *     factor      = "-" factor | [ "await" ] primary { "." name [ arguments ] | "[" expression "]" }
 *     arguments   = "(" [ items ] ")" | items            -- items without brackets only after a blank
 *     items       = ( entry | expression ) { "," ( entry | expression ) }
 *     entry       = ( name | string ) ":" expression | ( symbol | string ) "=>" expression
 *     primary     = string | number | symbol | constant | name [ arguments ] | "(" expression ")"
 *                 | "[" items "]" | "{" entries "}"
 *
 * @throws ShellError with the place; `incomplete` when more lines could complete it.
 */
export function parse(input: string): Expression[] {
  return new Parser(lex(input)).statements()
}

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  statements(): Expression[] {
    const statements: Expression[] = []
    for (;;) {
      while (this.#isNewline() || this.#is(';')) this.#at++
      if (this.#isEnd()) return statements
      statements.push(this.#statement())
      if (!this.#isNewline() && !this.#is(';') && !this.#isEnd()) throw this.#unexpected('the end of the statement')
    }
  }

  get #token(): Token {
    return this.#tokens[this.#at] as Token
  }

  #is(text: string, ahead = 0): boolean {
    const token = this.#tokens[this.#at + ahead]
    return token?.kind === 'punctuation' && token.text === text
  }

  #isNewline(): boolean {
    return this.#token.kind === 'newline'
  }

  #isEnd(): boolean {
    return this.#token.kind === 'end'
  }

  #take(text: string): boolean {
    if (!this.#is(text)) return false
    this.#at++
    return true
  }

  #expect(text: string): void {
    this.#skipNewlines()
    if (!this.#take(text)) throw this.#unexpected(`"${text}"`)
  }

  #skipNewlines(): void {
    while (this.#isNewline()) this.#at++
  }

  #statement(): Expression {
    const place = placeOf(this.#token)
    const isDeclared = this.#token.kind === 'name' && DECLARATIONS.has(this.#token.text)
    if (isDeclared) this.#at++
    const left = this.#expression()
    if (!this.#is('=')) {
      if (isDeclared) throw this.#unexpected('"=" and a value')
      return left
    }
    const target = asTarget(left, isDeclared)
    this.#at++
    this.#skipNewlines()
    return { kind: 'assign', target, value: this.#nested(() => this.#statement()), place }
  }

  #expression(): Expression {
    return this.#nested(() => this.#chain(['+', '-'], () => this.#chain(['*', '/'], () => this.#factor())))
  }

  #chain(operators: readonly Operator[], operand: () => Expression): Expression {
    let left = operand()
    for (let links = 0; ; links++) {
      this.#within(links)
      const operator = operators.find((each) => this.#is(each))
      if (operator === undefined) return left
      const place = placeOf(this.#token)
      this.#at++
      this.#skipNewlines()
      left = { kind: 'arithmetic', operator, left, right: operand(), place }
    }
  }

  #factor(): Expression {
    const token = this.#token
    if (this.#take('-')) {
      const zero: Expression = { kind: 'literal', value: 0, place: placeOf(token) }
      return {
        kind: 'arithmetic',
        operator: '-',
        left: zero,
        right: this.#nested(() => this.#factor()),
        place: zero.place,
      }
    }
    if (token.kind === 'name' && token.text === 'await') {
      this.#at++
      return this.#nested(() => this.#factor())
    }
    return this.#postfix(this.#primary())
  }

  #postfix(object: Expression): Expression {
    for (let links = 0; ; links++) {
      this.#within(links)
      const place = placeOf(this.#token)
      if (this.#take('.')) object = this.#member(object)
      else if (this.#is('[') && !this.#spaceBefore()) {
        this.#at++
        const index = this.#expression()
        this.#expect(']')
        object = { kind: 'index', object, index, place }
      } else return object
    }
  }

  #member(object: Expression): Expression {
    const token = this.#token
    if (token.kind !== 'name') throw this.#unexpected('the name of an attribute or a method')
    this.#at++
    const args = this.#arguments()
    const at = { name: token.text, place: placeOf(token) }
    return args === undefined ? { kind: 'member', object, ...at } : { kind: 'call', object, args, ...at }
  }

  /** Undefined: none, not even empty brackets. */
  #arguments(): Expression[] | undefined {
    if (this.#is('(') && !this.#spaceBefore()) {
      this.#at++
      return this.#items(')')
    }
    return this.#startsItem() ? this.#items(undefined) : undefined
  }

  #spaceBefore(): boolean {
    return this.#token.kind === 'punctuation' && this.#token.spaceBefore
  }

  /** Whether an argument without brackets begins here: `create name: …`, `retrieve 'id'`, `create({…` with a blank. */
  #startsItem(): boolean {
    const { kind } = this.#token
    if (kind === 'name' || kind === 'string' || kind === 'number' || kind === 'symbol') return true
    return this.#is('{') || ((this.#is('(') || this.#is('[')) && this.#spaceBefore())
  }

  /** Entries among the items make one record, as Ruby's keywords do. */
  #items(close: ')' | ']' | undefined): Expression[] {
    const items: Expression[] = []
    const entries: Entry[] = []
    const place = placeOf(this.#token)
    for (;;) {
      if (close !== undefined) {
        this.#skipNewlines()
        if (this.#take(close)) break
      }
      if (this.#startsEntry()) entries.push(this.#entry())
      else items.push(this.#expression())
      if (close !== undefined) this.#skipNewlines()
      if (this.#take(',')) {
        this.#skipNewlines()
        continue
      }
      if (close !== undefined) this.#expect(close)
      break
    }
    return entries.length === 0 ? items : [...items, { kind: 'record', entries: unique(entries, place), place }]
  }

  #startsEntry(): boolean {
    const { kind } = this.#token
    if (kind === 'symbol') return this.#is('=>', 1)
    if (kind === 'string') return this.#is(':', 1) || this.#is('=>', 1)
    return kind === 'name' && this.#is(':', 1)
  }

  #entry(): Entry {
    const token = this.#token
    const name =
      token.kind === 'string' ? token.value : token.kind === 'name' || token.kind === 'symbol' ? token.text : undefined
    if (name === undefined || !this.#startsEntry()) throw this.#unexpected("a name and a value, such as name: 'Butter'")
    this.#at += 2
    this.#skipNewlines()
    return { name, value: this.#expression() }
  }

  #primary(): Expression {
    const token = this.#token
    const place = placeOf(token)
    switch (token.kind) {
      case 'string':
      case 'number':
        this.#at++
        return { kind: 'literal', value: token.value, place }
      case 'symbol':
        this.#at++
        return { kind: 'literal', value: token.text, place }
      case 'name':
        this.#at++
        return this.#named(token.text, place)
      case 'punctuation':
        return this.#bracketed(place)
      case 'newline':
      case 'end':
        throw this.#unexpected('a value')
    }
  }

  #named(name: string, place: Place): Expression {
    if (Object.hasOwn(CONSTANTS, name)) return { kind: 'literal', value: CONSTANTS[name] ?? null, place }
    const isCall =
      (this.#is('(') && !this.#spaceBefore()) || this.#token.kind === 'name' || this.#token.kind === 'string'
    const args = isCall ? this.#arguments() : undefined
    return args === undefined
      ? { kind: 'variable', name, place }
      : { kind: 'call', object: undefined, name, args, place }
  }

  #bracketed(place: Place): Expression {
    if (this.#take('(')) {
      this.#skipNewlines()
      const inner = this.#expression()
      this.#expect(')')
      return inner
    }
    if (this.#take('[')) return { kind: 'list', items: this.#items(']'), place }
    if (this.#take('{')) return { kind: 'record', entries: unique(this.#entries(), place), place }
    throw this.#unexpected('a value')
  }

  #entries(): Entry[] {
    const entries: Entry[] = []
    for (;;) {
      this.#skipNewlines()
      if (this.#take('}')) return entries
      entries.push(this.#entry())
      this.#skipNewlines()
      if (!this.#take(',')) {
        this.#expect('}')
        return entries
      }
    }
  }

  #within(links: number): void {
    if (links > CHAINED_MOST)
      throw new ShellError(`this chain has more than ${CHAINED_MOST} links`, placeOf(this.#token))
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > NESTED_MOST)
      throw new ShellError(`this is nested more than ${NESTED_MOST} deep`, placeOf(this.#token))
    try {
      return read()
    } finally {
      this.#depth--
    }
  }

  #unexpected(wanted: string): ShellError {
    const token = this.#token
    return new ShellError(`${describe(token)} where ${wanted} was expected`, placeOf(token), {
      incomplete: token.kind === 'end' && this.#at > 0,
    })
  }
}

const placeOf = ({ line, column }: Token): Place => ({ line, column })

function describe(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'the input ends'
    case 'newline':
      return 'the line ends'
    case 'string':
      return `the text ${JSON.stringify(token.value.slice(0, 40))} stands`
    case 'number':
      return `the number ${token.value} stands`
    case 'symbol':
      return `:${token.text} stands`
    case 'name':
    case 'punctuation':
      return `"${token.text}" stands`
  }
}

function asTarget(left: Expression, isDeclared: boolean): Target {
  if (left.kind === 'variable' || (left.kind === 'member' && !isDeclared)) return left
  throw new ShellError('only a variable or an attribute, such as c.first_name, can be given a value', left.place)
}

function unique(entries: readonly Entry[], place: Place): readonly Entry[] {
  const twice = entries.find(({ name }, index) => entries.findIndex((each) => each.name === name) !== index)
  if (twice !== undefined) throw new ShellError(`${twice.name} is given twice`, place)
  return entries
}
