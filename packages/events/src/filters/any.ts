import { type CompileDialect, predicate } from './filter.ts'
import { compileList } from './nested.ts'

/** `any`: at least one filter of the list holds. */
export const any: CompileDialect = (spec, path, inner) => {
  const list = compileList(spec, path, inner)
  return 'kind' in list ? list : predicate((event) => list.some((matches) => matches(event)))
}
