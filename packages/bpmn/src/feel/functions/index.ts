import type { BuiltIn } from './builtin.ts'
import { booleanFunctions } from './boolean.ts'
import { contextFunctions } from './context.ts'
import { conversionFunctions } from './conversion.ts'
import { listFunctions } from './list.ts'
import { numberFunctions } from './number.ts'
import { rangeFunctions } from './range.ts'
import { stringFunctions } from './string.ts'
import { temporalFunctions } from './temporal.ts'

export { type BuiltIn, BuiltInError } from './builtin.ts'

/** Every function that is built in, with its overloads. A name that is not an own key is no function. */
export const builtIns: Readonly<Record<string, readonly BuiltIn[]>> = Object.assign(
  Object.create(null) as Record<string, readonly BuiltIn[]>,
  booleanFunctions,
  numberFunctions,
  stringFunctions,
  listFunctions,
  contextFunctions,
  conversionFunctions,
  temporalFunctions,
  rangeFunctions,
)
