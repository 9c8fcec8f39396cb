import { BuiltInError, any, builtIn, text } from './builtin.ts'
import type { FeelContext, FeelNumber, FeelValue } from '../value.ts'
import { type Json, toJson } from '../json.ts'
import { parseNumber } from '../number.ts'
import { plain } from '../text.ts'

const NUMBER = /^[+-]?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d{1,4})?$/
const SEPARATORS: Readonly<Record<string, RegExp>> = { ' ': / /g, '.': /\./g, ',': /,/g }

function toNumber(from: string): FeelNumber {
  if (!NUMBER.test(from.trim())) throw new BuiltInError(`Can't parse '${from}' as a number`)
  return parseNumber(from.trim())
}

function ungrouped(from: string, grouping: string | null): string {
  if (grouping === null) return from
  const pattern = SEPARATORS[grouping]
  if (pattern === undefined) throw new BuiltInError(`illegal argument for grouping. Must be one of ' ', ',' or '.'`)
  return from.replaceAll(pattern, '')
}

function withDecimalPoint(from: string, separator: string | null): string {
  if (separator === null || separator === '.') return from
  if (separator !== ',') throw new BuiltInError(`illegal argument for decimal. Must be one of ',' or '.'`)
  return from.replace(',', '.')
}

const optionalText = (value: FeelValue): string | null => (typeof value === 'string' ? value : null)

function fromJson(value: string): FeelValue {
  try {
    return JSON.parse(value) as FeelContext
  } catch {
    throw new BuiltInError(`Failed to parse JSON from '${value}'`)
  }
}

export const conversionFunctions = {
  string: [builtIn({ from: any }, ({ from }) => (from === null ? null : plain(from)))],
  number: [
    builtIn({ from: text }, ({ from }) => toNumber(from)),
    builtIn({ from: text, 'grouping separator': any }, (args) =>
      toNumber(ungrouped(args.from, optionalText(args['grouping separator']))),
    ),
    builtIn({ from: text, 'grouping separator': any, 'decimal separator': any }, (args) =>
      toNumber(
        withDecimalPoint(
          ungrouped(args.from, optionalText(args['grouping separator'])),
          optionalText(args['decimal separator']),
        ),
      ),
    ),
  ],
  'to json': [builtIn({ value: any }, ({ value }) => JSON.stringify(toJson(value) satisfies Json))],
  'from json': [
    builtIn({ value: text }, ({ value }, run) => {
      run.spend(value.length)
      return fromJson(value)
    }),
  ],
}
