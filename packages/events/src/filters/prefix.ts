import { compilePairs } from './attribute-pairs.ts'
import type { CompileDialect } from './filter.ts'

/** `prefix`: every attribute that is named is there, and begins so. */
export const prefix: CompileDialect = (spec, path) =>
  compilePairs(spec, path, { emptyAllowed: false, holds: (actual, wanted) => actual.startsWith(wanted) })
