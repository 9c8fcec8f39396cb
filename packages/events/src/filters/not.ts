import { type CompileDialect, predicate } from './filter.ts'

/** `not`: the filter inside does not hold, which it does not on a missing attribute either. */
export const not: CompileDialect = (spec, path, inner) => {
  const filter = inner(spec, path)
  return filter.kind === 'invalid' ? filter : predicate((event) => !filter.matches(event))
}
