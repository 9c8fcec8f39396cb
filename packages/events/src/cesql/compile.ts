import type { BinaryOperator, Expression } from './ast.ts'
import type { Frame } from './frame.ts'
import { findFunction } from './functions/index.ts'
import { compileLike } from './like.ts'
import { arithmetic, compare } from './operators.ts'
import { MISSING, type Type, type Value, typeOf, zeroOf } from './value.ts'

/** An expression as a closure; only an attribute by itself can be missing. */
export type Evaluate = (frame: Frame) => Value | typeof MISSING

/**
 * Compiles a tree once. Errors are kept beside the value (spec, section 4): once there is one, every operator around it
 * gives the zero value of its own type, so that `1 / missing` is 0 with that error alone, and `1 != 1 / 0` is false.
 */
export function compile(expression: Expression): Evaluate {
  const evaluate = closureOf(expression)
  return (frame) => (frame.spend(1) ? evaluate(frame) : false)
}

function closureOf(expression: Expression): Evaluate {
  switch (expression.kind) {
    case 'literal':
      return () => expression.value
    case 'attribute':
      return (frame) => attribute(expression.name, frame)
    case 'exists':
      return ({ attributes }) => attributes.has(expression.name)
    case 'not':
      return cast1(compile(expression.operand), 'Boolean', (value) => !value)
    case 'negate':
      return cast1(compile(expression.operand), 'Integer', (value) => -(value as number) | 0)
    case 'binary':
      return binary(expression)
    case 'like':
      return like(expression)
    case 'in':
      return within(expression)
    case 'call':
      return call(expression)
  }
}

function attribute(name: string, frame: Frame): Value | typeof MISSING {
  const value = frame.attributes.get(name)
  if (value !== undefined) return value
  frame.fail('missingAttribute', `the event has no attribute ${name}`)
  return MISSING
}

/** An operator of one operand, cast to its type; the result is of the same type. */
function cast1(operand: Evaluate, type: Type, apply: (value: Value) => Value): Evaluate {
  return (frame) => {
    const value = operand(frame)
    if (value === MISSING || frame.failed) return zeroOf(type)
    const converted = frame.cast(value, type)
    return converted === undefined ? zeroOf(type) : apply(converted)
  }
}

function binary(expression: Extract<Expression, { kind: 'binary' }>): Evaluate {
  const left = compile(expression.left)
  const right = compile(expression.right)
  const { operator } = expression
  switch (operator) {
    case 'AND':
    case 'OR':
    case 'XOR':
      return logic(operator, left, right)
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return both(left, right, 'Boolean', (a, b, frame) => compare(operator, a, b, frame))
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return both(left, right, 'Integer', (a, b, frame) => arithmetic(operator, a, b, frame))
  }
}

/** Operands from left to right; one that fails gives the zero value of the result. */
function both(
  left: Evaluate,
  right: Evaluate,
  returns: Type,
  apply: (left: Value, right: Value, frame: Frame) => Value,
): Evaluate {
  return (frame) => {
    const a = left(frame)
    if (a === MISSING || frame.failed) return zeroOf(returns)
    const b = right(frame)
    return b === MISSING || frame.failed ? zeroOf(returns) : apply(a, b, frame)
  }
}

/** AND and OR look at their right side only when they must; XOR always does. */
function logic(operator: Extract<BinaryOperator, 'AND' | 'OR' | 'XOR'>, left: Evaluate, right: Evaluate): Evaluate {
  const truth = (operand: Evaluate, frame: Frame): boolean | undefined => {
    const value = operand(frame)
    return value === MISSING || frame.failed ? undefined : (frame.cast(value, 'Boolean') as boolean | undefined)
  }
  return (frame) => {
    const a = truth(left, frame)
    if (a === undefined) return false
    if (operator === 'AND' && !a) return false
    if (operator === 'OR' && a) return true
    const b = truth(right, frame)
    if (b === undefined) return false
    return operator === 'XOR' ? a !== b : b
  }
}

function like({ operand, pattern, negated }: Extract<Expression, { kind: 'like' }>): Evaluate {
  const text = compile(operand)
  const matches = compileLike(pattern)
  return (frame) => {
    const value = text(frame)
    if (value === MISSING || frame.failed) return false
    return matches(String(value), (steps) => frame.spend(steps)) !== negated
  }
}

/** Elements are cast to the type of the left side. */
function within({ operand, set, negated }: Extract<Expression, { kind: 'in' }>): Evaluate {
  const left = compile(operand)
  const elements = set.map(compile)
  return (frame) => {
    const value = left(frame)
    if (value === MISSING || frame.failed) return false
    let found = false
    for (const element of elements) {
      const other = element(frame)
      if (other === MISSING || frame.failed) return false
      const converted = frame.cast(other, typeOf(value))
      if (converted === undefined) return false
      found ||= converted === value
    }
    return found !== negated
  }
}

function call({ name, arguments: given }: Extract<Expression, { kind: 'call' }>): Evaluate {
  const found = findFunction(name, given.length)
  if (found === undefined) {
    return (frame) => {
      frame.fail('missingFunction', `there is no function ${name} of ${given.length} arguments`)
      return false
    }
  }
  const operands = given.map(compile)
  const typeAt = (index: number): Type | 'any' => found.parameters[index] ?? found.rest ?? 'any'
  return (frame) => {
    const values: Value[] = []
    for (const [index, operand] of operands.entries()) {
      const value = operand(frame)
      if (value === MISSING || frame.failed) return zeroOf(found.returns)
      const type = typeAt(index)
      const converted = type === 'any' ? value : frame.cast(value, type)
      if (converted === undefined) return zeroOf(found.returns)
      if (typeof converted === 'string' && !frame.spend(converted.length)) return zeroOf(found.returns)
      values.push(converted)
    }
    return found.apply(values, frame)
  }
}
