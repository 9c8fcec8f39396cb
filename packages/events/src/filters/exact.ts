import { compilePairs } from './attribute-pairs.ts'
import type { CompileDialect } from './filter.ts'

/** `exact`: every attribute that is named is there, and is equal, in the same case. */
export const exact: CompileDialect = (spec, path) =>
  compilePairs(spec, path, { emptyAllowed: false, holds: (actual, wanted) => actual === wanted })
