import { isContext, isFunction, isList, isNumber, isRange } from './kinds.ts'
import type { FeelValue } from './value.ts'
import { dateTimeText } from './temporal/parse.ts'
import { numberText } from './number.ts'
import { checkShown } from './weight.ts'

/**
 * A value as messages and `string(…)` of a nested value show it: strings in quotes.
 *
 * @throws EvaluationFailure when it is too large for that
 */
export function show(value: FeelValue): string {
  checkShown(value)
  return shown(value)
}

function shown(value: FeelValue): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return `"${value}"`
  if (isList(value)) return `[${value.map(shown).join(', ')}]`
  if (isContext(value)) {
    return `{${Object.entries(value)
      .map(([key, entry]) => `${key}:${shown(entry)}`)
      .join(', ')}}`
  }
  return plain(value)
}

/** A value as `string(…)` gives it: a string as it is. */
export function plain(value: FeelValue): string {
  if (typeof value === 'string') return value
  if (isNumber(value)) return numberText(value)
  if (isFunction(value)) return `function(${value.parameters.join(', ')})`
  if (isRange(value)) {
    const { start, end, startClosed, endClosed } = value
    return `${startClosed ? '[' : '('}${show(start)}..${show(end)}${endClosed ? ']' : ')'}`
  }
  if (value instanceof Temporal.ZonedDateTime) return dateTimeText(value)
  if (value === null || isList(value) || isContext(value)) return show(value)
  return value.toString()
}
