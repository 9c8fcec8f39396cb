import { type CompileNode, type Compiler, type Evaluate, INPUT } from './compiler.ts'
import { COMPARISON, notComparable } from './operators.ts'
import { equal, order } from '../compare.ts'
import { isList, isRange } from '../kinds.ts'
import { children, operands } from './tree.ts'
import { FeelRange, type FeelValue } from '../value.ts'
import type { Run } from '../run.ts'
import type { SyntaxNode } from '@lezer/common'
import { withVariable } from '../scope.ts'
import { payFor } from '../weight.ts'

/** `a = b`, `a between b and c`, `a in test`, `a in (test, test)`. */
export const comparison: CompileNode = (node, compiler) => {
  const parts = children(node)
  const operator = parts.find((part) => part.name === 'CompareOp')
  if (operator !== undefined) return binary(node, compiler, compiler.text(operator))
  if (parts.some((part) => part.name === 'between')) return between(node, compiler)
  const [value, ...tests] = operands(node).map(compiler.compile) as [Evaluate, ...Evaluate[]]
  return (scope, run) => anyOf(tests, value(scope, run), (test, input) => test(withVariable(scope, INPUT, input), run))
}

function binary(node: SyntaxNode, { compile }: Compiler, operator: string): Evaluate {
  const compare = COMPARISON[operator] as (x: FeelValue, y: FeelValue, run: Run) => FeelValue
  const [left, right] = operands(node).map(compile) as [Evaluate, Evaluate]
  return (scope, run) => {
    run.spend(1)
    return compare(left(scope, run), right(scope, run), run)
  }
}

function between(node: SyntaxNode, { compile }: Compiler): Evaluate {
  const [value, low, high] = operands(node).map(compile) as [Evaluate, Evaluate, Evaluate]
  return (scope, run) => within(value(scope, run), new FeelRange(low(scope, run), high(scope, run), true, true), run)
}

/** Whether a value lies in a range; null with a warning when they do not compare. */
function within(value: FeelValue, range: FeelRange, run: Run): FeelValue {
  const [low, high] = [order(value, range.start), order(value, range.end)]
  if (low === undefined || high === undefined)
    return notComparable(value, low === undefined ? range.start : range.end, run)
  return (range.startClosed ? low >= 0 : low > 0) && (range.endClosed ? high <= 0 : high < 0)
}

function anyOf(
  tests: readonly Evaluate[],
  input: FeelValue,
  apply: (test: Evaluate, input: FeelValue) => FeelValue,
): FeelValue {
  let result: boolean | null = false
  for (const test of tests) {
    const holds = apply(test, input)
    if (holds === true) return true
    if (typeof holds !== 'boolean') result = null
  }
  return result
}

/** `< 5` of the input; an interval by itself is a range. */
export const simpleTest: CompileNode = (node, { compile, text }) => {
  const operator = children(node).find((part) => part.name === 'CompareOp')
  const operand = compile(operands(node)[0] as SyntaxNode)
  if (operator === undefined) return operand
  const compare = COMPARISON[text(operator)] as (x: FeelValue, y: FeelValue, run: Run) => FeelValue
  return (scope, run) => compare(scope.get(INPUT) ?? null, operand(scope, run), run)
}

/** Node kinds whose boolean is the answer itself, as they look at the input on their own. */
const ASKS_INPUT = new Set([
  'SimplePositiveUnaryTest',
  'Comparison',
  'Disjunction',
  'Conjunction',
  'QuantifiedExpression',
])

/** One test: fulfilled when it is true, is the input, is a range around it, or a list that holds it. */
export const positiveTest: CompileNode = (node, { compile }) => {
  const inner = operands(node)[0] as SyntaxNode
  const test = compile(inner)
  const asks = ASKS_INPUT.has(inner.name)
  return (scope, run) => {
    run.spend(1)
    const value = test(scope, run)
    if (value === true) return true
    const input = scope.get(INPUT) ?? null
    payFor(run, [value, input])
    if (isRange(value)) return within(input, value, run)
    if (asks && typeof value === 'boolean') return value
    if (isList(value))
      return (
        value.some((item) => (isRange(item) ? within(input, item, run) === true : equal(item, input) === true)) ||
        equal(value, input) === true
      )
    return value === null && asks ? null : (equal(value, input) ?? false)
  }
}

export const positiveTests: CompileNode = (node, { compile }) => {
  const tests = operands(node).map(compile)
  return (scope, run) => anyOf(tests, null, (test) => test(scope, run))
}

/** `-` is always fulfilled; `not(…)` turns it round. */
export const unaryTests: CompileNode = (node, { compile }) => {
  const parts = children(node)
  if (parts[0]?.name === 'Wildcard') return () => true
  const tests = compile(parts.find((part) => part.name === 'PositiveUnaryTests') as SyntaxNode)
  if (parts[0]?.name !== 'not') return tests
  return (scope, run) => {
    const holds = tests(scope, run)
    return typeof holds === 'boolean' ? !holds : null
  }
}
