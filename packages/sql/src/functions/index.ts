import { arithmetic } from './arithmetic.ts'
import { arrays } from './array.ts'
import { collections } from './collection.ts'
import { comparisons } from './comparison.ts'
import { conditionals } from './conditional.ts'
import { encodings } from './encoding.ts'
import type { ScalarFunction } from './function.ts'
import { json } from './json.ts'
import { numbers } from './number.ts'
import { jsonMakers } from './json-make.ts'
import { strings } from './string.ts'
import { textSearch } from './text-search.ts'
import { times } from './time.ts'

/** Every scalar function and operator, by name. */
export const scalarFunctions: ReadonlyMap<string, ScalarFunction> = new Map(
  [
    arithmetic,
    comparisons,
    conditionals,
    numbers,
    strings,
    textSearch,
    encodings,
    times,
    json,
    jsonMakers,
    collections,
    arrays,
  ]
    .flat()
    .map((one) => [one.name, one]),
)
