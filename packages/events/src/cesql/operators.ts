import type { ComparisonOperator, MathOperator } from './ast.ts'
import type { Frame } from './frame.ts'
import { type Value, typeOf } from './value.ts'

/** The right side's type picks the comparison, and the left is cast to it. Order is among integers only. */
export function compare(operator: ComparisonOperator, left: Value, right: Value, frame: Frame): boolean {
  if (operator === '=' || operator === '!=') {
    const converted = frame.cast(left, typeOf(right))
    return converted !== undefined && (converted === right) === (operator === '=')
  }
  const a = frame.cast(left, 'Integer')
  const b = frame.cast(right, 'Integer')
  if (a === undefined || b === undefined) return false
  switch (operator) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
  }
}

/** Integers of 32 bits that wrap around, as both public engines do; division goes towards 0. */
export function arithmetic(operator: MathOperator, left: Value, right: Value, frame: Frame): number {
  const a = frame.cast(left, 'Integer') as number | undefined
  const b = frame.cast(right, 'Integer') as number | undefined
  if (a === undefined || b === undefined) return 0
  switch (operator) {
    case '+':
      return (a + b) | 0
    case '-':
      return (a - b) | 0
    case '*':
      return Math.imul(a, b)
    case '/':
    case '%':
      if (b === 0) {
        frame.fail('math', `${a} ${operator} 0 has no value`)
        return 0
      }
      return operator === '/' ? (a / b) | 0 : (a % b) | 0
  }
}
