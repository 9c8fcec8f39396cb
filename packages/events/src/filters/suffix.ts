import { compilePairs } from './attribute-pairs.ts'
import type { CompileDialect } from './filter.ts'

/** `suffix`: every attribute that is named is there, and ends so. */
export const suffix: CompileDialect = (spec, path) =>
  compilePairs(spec, path, { emptyAllowed: false, holds: (actual, wanted) => actual.endsWith(wanted) })
