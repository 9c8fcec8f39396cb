import { type CompileDialect, predicate } from './filter.ts'
import { compileList } from './nested.ts'

/** `all`: every filter of the list holds. */
export const all: CompileDialect = (spec, path, inner) => {
  const list = compileList(spec, path, inner)
  return 'kind' in list ? list : predicate((event) => list.every((matches) => matches(event)))
}
