import { type Expression, type FeelContext, type FeelValue, type Warning, toJson, withWarnings } from '@millrace/bpmn'
import type { Json } from '../records/schema.ts'
import type { Step } from '../runtime/step.ts'
import { Stuck } from './stuck.ts'
import { visible } from './scopes.ts'

interface Evaluated {
  readonly value: FeelValue
  readonly warnings: readonly Warning[]
}

/** The value of an expression with the variables that an element sees; `more` comes before them. */
export function evaluate(step: Step, expression: Expression, scopeKey: number, more?: FeelContext): Evaluated {
  if (expression.kind === 'static') return { value: expression.text, warnings: [] }
  const variables = visible(step.state, scopeKey) as FeelContext
  const context = more === undefined ? variables : { ...variables, ...more }
  const result = expression.compiled.evaluate(context, step.feel)
  if (result.kind === 'value') return result
  throw new Stuck('EXTRACT_VALUE_ERROR', withWarnings(failed(expression.text, result.message), result.warnings))
}

const ASSERTION = 'Assertion failure on evaluate the expression'

const failed = (text: string, message: string): string =>
  message.startsWith(ASSERTION)
    ? `${ASSERTION} '${text}'${message.slice(ASSERTION.length)}`
    : `Failed to evaluate expression '${text}': ${message}`

export const evaluateJson = (step: Step, expression: Expression, scopeKey: number, more?: FeelContext): Json =>
  toJson(evaluate(step, expression, scopeKey, more).value)

/** FEEL's name of a value's type, as incidents say it. */
export function typeName(value: FeelValue): string {
  if (value === null) return 'NULL'
  if (Array.isArray(value)) return 'ARRAY'
  const json = typeof value === 'object' ? toJson(value) : value
  if (typeof json === 'object' && json !== null) return 'OBJECT'
  if (typeof value === 'object') return typeof json === 'number' ? 'NUMBER' : 'STRING'
  return (typeof value).toUpperCase()
}

export function mismatch(text: string, expected: string, { value, warnings }: Evaluated): Stuck {
  const message = `Expected result of the expression '${text}' to be '${expected}', but was '${typeName(value)}'.`
  return new Stuck('EXTRACT_VALUE_ERROR', withWarnings(message, warnings))
}

export function evaluateText(step: Step, expression: Expression, scopeKey: number): string {
  const evaluated = evaluate(step, expression, scopeKey)
  if (typeof evaluated.value === 'string') return evaluated.value
  throw mismatch(expression.text, 'STRING', evaluated)
}

export function evaluateFlag(step: Step, expression: Expression, scopeKey: number, more?: FeelContext): boolean {
  const evaluated = evaluate(step, expression, scopeKey, more)
  if (typeof evaluated.value === 'boolean') return evaluated.value
  throw mismatch(expression.text, 'BOOLEAN', evaluated)
}

export function evaluateWhole(step: Step, expression: Expression, scopeKey: number): number {
  const evaluated = evaluate(step, expression, scopeKey)
  const value = expression.kind === 'static' ? Number(expression.text) : toJson(evaluated.value)
  if (typeof value === 'number' && Number.isFinite(value)) return Math.trunc(value)
  throw mismatch(expression.text, 'NUMBER', evaluated)
}

export function evaluateList(step: Step, expression: Expression, scopeKey: number): readonly Json[] {
  const evaluated = evaluate(step, expression, scopeKey)
  const value = toJson(evaluated.value)
  if (Array.isArray(value)) return value as readonly Json[]
  throw mismatch(expression.text, 'ARRAY', evaluated)
}

/** What messages are matched by: a text, or a number as text. */
export function evaluateCorrelationKey(step: Step, expression: Expression, scopeKey: number): string {
  const { value, warnings } = evaluate(step, expression, scopeKey)
  const key = toJson(value)
  if (typeof key === 'string') return key
  if (typeof key === 'number') return String(key)
  const text = `Failed to extract the correlation key for '${expression.text}': The value must be either a string or a number, but was '${typeName(value)}'.`
  throw new Stuck('EXTRACT_VALUE_ERROR', withWarnings(text, warnings))
}
