import { isContext, isFunction, isList, isNumber, isRange } from './kinds.ts'
import type { FeelContext, FeelValue } from './value.ts'
import { plain } from './text.ts'
import { toDouble } from './number.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A value as a process variable: dates, times and durations become text, functions and ranges null. */
export function toJson(value: FeelValue): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (isNumber(value)) return toDouble(value)
  if (isList(value)) return value.map(toJson)
  if (isFunction(value) || isRange(value)) return null
  if (isContext(value)) return contextToJson(value)
  return plain(value)
}

function contextToJson(context: FeelContext): Json {
  return Object.fromEntries(Object.entries(context).map(([key, entry]) => [key, toJson(entry)]))
}
