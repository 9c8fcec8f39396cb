import type { CompileNode, Evaluate } from './compiler.ts'
import { add, subtract, multiply, divide } from '../arithmetic.ts'
import { children, operands } from './tree.ts'
import { equal, order } from '../compare.ts'
import { isNumber, typeName } from '../kinds.ts'
import { negate, power } from '../number.ts'
import type { FeelValue } from '../value.ts'
import type { Run } from '../run.ts'
import type { SyntaxNode } from '@lezer/common'
import { show } from '../text.ts'
import { payFor } from '../weight.ts'

type Binary = (x: FeelValue, y: FeelValue, run: Run) => FeelValue

export function expected(type: string, found: FeelValue, run: Run): null {
  return run.warn('INVALID_TYPE', `Expected ${type} but found '${show(found)}'`)
}

const exponentiate: Binary = (x, y, run) => {
  if (!isNumber(x)) return expected('number', x, run)
  if (!isNumber(y)) return expected('number', y, run)
  return power(x, y) ?? run.warn('INVALID_TYPE', `'${show(x)} ** ${show(y)}' is too large`)
}

const ARITHMETIC: Readonly<Record<string, Binary>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '**': exponentiate,
}

/** `a + b`, and `-a`. */
export const arithmetic: CompileNode = (node, { compile, text }) => {
  const parts = children(node)
  const operator = ARITHMETIC[text(parts.find((part) => part.name === 'ArithOp') as SyntaxNode)] as Binary
  const [left, right] = operands(node).map(compile) as [Evaluate, Evaluate | undefined]
  if (right !== undefined) {
    return (scope, run) => {
      run.spend(1)
      return operator(left(scope, run), right(scope, run), run)
    }
  }
  return (scope, run) => {
    const value = left(scope, run)
    return isNumber(value) ? negate(value) : expected('number', value, run)
  }
}

export function notComparable(x: FeelValue, y: FeelValue, run: Run): null {
  return run.warn('NOT_COMPARABLE', `Can't compare '${show(x)}' with '${show(y)}'`)
}

const ordered =
  (holds: (compared: number) => boolean): Binary =>
  (x, y, run) => {
    const compared = order(x, y)
    return compared === undefined ? notComparable(x, y, run) : holds(compared)
  }

/** Comparison operators by their text; also those of unary tests. */
export const COMPARISON: Readonly<Record<string, Binary>> = {
  '=': (x, y, run) => {
    payFor(run, [x, y])
    return equal(x, y) ?? notComparable(x, y, run)
  },
  '!=': (x, y, run) => {
    payFor(run, [x, y])
    const same = equal(x, y)
    return same === undefined ? notComparable(x, y, run) : !same
  },
  '<': ordered((compared) => compared < 0),
  '<=': ordered((compared) => compared <= 0),
  '>': ordered((compared) => compared > 0),
  '>=': ordered((compared) => compared >= 0),
}

/**
 * Three-valued `or` and `and` (DMN 1.5, table 38): `decisive` settles it at once; anything that is no boolean makes
 * the result null unless something decisive follows.
 */
const connective =
  (decisive: boolean): CompileNode =>
  (node, { compile }) => {
    const terms = operands(node).map(compile)
    return (scope, run) => {
      let result: boolean | null = !decisive
      for (const term of terms) {
        run.spend(1)
        const value = term(scope, run)
        if (value === decisive) return decisive
        if (typeof value !== 'boolean') result = result === null ? null : expected('boolean', value, run)
      }
      return result
    }
  }

export const disjunction = connective(true)
export const conjunction = connective(false)

/** A condition that is no boolean counts as false. */
export const ifExpression: CompileNode = (node, { compile }) => {
  const [condition, then, otherwise] = operands(node).map(compile) as [Evaluate, Evaluate, Evaluate]
  return (scope, run) => {
    run.spend(1)
    const holds = condition(scope, run)
    if (typeof holds !== 'boolean') expected('boolean', holds, run)
    return holds === true ? then(scope, run) : otherwise(scope, run)
  }
}

const TYPE_ALIASES: Readonly<Record<string, string>> = {
  'date time': 'date and time',
  'year-month-duration': 'years and months duration',
  'day-time-duration': 'days and time duration',
}

export const instanceOf: CompileNode = (node, { compile, text }) => {
  const [value, type] = operands(node) as [SyntaxNode, SyntaxNode]
  const evaluate = compile(value)
  const written = text(type).replaceAll(/\s+/g, ' ').replace(/<.*$/, '')
  const wanted = TYPE_ALIASES[written] ?? written
  return (scope, run) => {
    const found = evaluate(scope, run)
    return wanted === 'Any' ? found !== null : typeName(found) === wanted
  }
}
