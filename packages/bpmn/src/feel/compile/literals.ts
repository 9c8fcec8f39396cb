import { type CompileNode, type Evaluate, INPUT } from './compiler.ts'
import { FeelRange, type FeelValue } from '../value.ts'
import { isNumber, kindOf } from '../kinds.ts'
import { children, operands } from './tree.ts'
import { parseLiteral } from '../temporal/parse.ts'
import { parseNumber } from '../number.ts'
import { scopeOf } from '../scope.ts'
import { show } from '../text.ts'
import type { SyntaxNode } from '@lezer/common'

const constant =
  (value: FeelValue): Evaluate =>
  () =>
    value

export const nullLiteral: CompileNode = () => constant(null)
export const booleanLiteral: CompileNode = (node, { text }) => constant(text(node) === 'true')
export const numericLiteral: CompileNode = (node, { text }) => constant(parseNumber(text(node).replaceAll(/\s/g, '')))
export const stringLiteral: CompileNode = (node, { text }) => constant(unescape(text(node)))

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', "'": "'", '\\': '\\' }

/** The content of a quoted string: `\n \r \t \" \\ \uXXXX`; other backslashes stay as they are. */
export function unescape(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replaceAll(
      /\\(?:u([\dA-Fa-f]{4})|U([\dA-Fa-f]{6})|([nrt"'\\]))/g,
      (_, four?: string, six?: string, one?: string) =>
        one === undefined ? String.fromCodePoint(Number.parseInt(four ?? six ?? '', 16)) : (ESCAPES[one] as string),
    )
}

/** `@"2024-01-01"`. */
export const atLiteral: CompileNode = (node, { text }) => {
  const content = unescape(text(operands(node)[0] as SyntaxNode))
  const value = parseLiteral(content)
  if (value !== undefined) return constant(value)
  return (_, run) => run.warn('FUNCTION_INVOCATION_FAILURE', `'${content}' is no date, time or duration`)
}

export const parenthesized: CompileNode = (node, { compile }) => compile(operands(node)[0] as SyntaxNode)

export const list: CompileNode = (node, { compile }) => {
  const items = operands(node).map(compile)
  return (scope, run) => {
    run.spend(items.length)
    return items.map((item) => item(scope, run))
  }
}

/** Entries see those before them. */
export const context: CompileNode = (node, { compile, text }) => {
  const entries = children(node)
    .filter((child) => child.name === 'ContextEntry')
    .map((entry) => {
      const [key, value] = children(entry) as [SyntaxNode, SyntaxNode]
      return [keyText(text(key)), compile(value)] as const
    })
  return (scope, run) => {
    const made: Record<string, FeelValue> = Object.create(null) as Record<string, FeelValue>
    const inner = scopeOf(made, scope)
    for (const [key, value] of entries) {
      run.spend(1)
      made[key] = value(inner, run)
    }
    return made
  }
}

export const keyText = (text: string): string => (text.startsWith('"') ? unescape(text) : nameText(text))

/** `` `a b` `` is the name between the backticks; white space within a name counts as one blank. */
export const nameText = (text: string): string =>
  text.startsWith('`') ? text.slice(1, -1) : text.trim().replaceAll(/\s+/g, ' ')

const NO_RANGE = new Set(['null', 'boolean', 'list', 'context', 'function', 'range', 'string'])

export const interval: CompileNode = (node, compiler) => {
  const [open, close] = [node.firstChild as SyntaxNode, node.lastChild as SyntaxNode].map(compiler.text)
  const [from, to] = operands(node).map(compiler.compile) as [Evaluate, Evaluate]
  return (scope, run) => {
    const [start, end] = [from(scope, run), to(scope, run)]
    const same = isNumber(start) ? isNumber(end) : kindOf(start) === kindOf(end)
    const range = new FeelRange(start, end, open === '[', close === ']')
    return same && !NO_RANGE.has(kindOf(start))
      ? range
      : run.warn('INVALID_TYPE', `Invalid range definition '${show(range)}'`)
  }
}

/** `?` within unary tests. */
export const inputValue: CompileNode = () => (scope, run) =>
  scope.get(INPUT) ?? run.warn('NO_VARIABLE_FOUND', 'No input value found.')
