import { arithmetic } from './arithmetic.ts'
import { collections } from './collection.ts'
import { comparisons } from './comparison.ts'
import { conditionals } from './conditional.ts'
import type { ScalarFunction } from './function.ts'
import { json } from './json.ts'
import { numbers } from './number.ts'
import { strings } from './string.ts'
import { times } from './time.ts'

/** Every scalar function and operator, by name. */
export const scalarFunctions: ReadonlyMap<string, ScalarFunction> = new Map(
  [arithmetic, comparisons, conditionals, numbers, strings, times, json, collections]
    .flat()
    .map((one) => [one.name, one]),
)
