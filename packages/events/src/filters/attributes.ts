import { compilePairs } from './attribute-pairs.ts'
import { type Filter, predicate } from './filter.ts'

/** `filter.attributes` of a trigger, Knative's older dialect: as `exact`, but the empty text takes any value. */
export function compileAttributes(spec: unknown, path: string): Filter {
  if (spec === undefined || (typeof spec === 'object' && spec !== null && Object.keys(spec).length === 0)) {
    return predicate(() => true)
  }
  return compilePairs(spec, path, {
    emptyAllowed: true,
    holds: (actual, wanted) => wanted === '' || actual === wanted,
  })
}
