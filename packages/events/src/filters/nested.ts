import { type CompileInner, type InvalidFilter, type Matches, invalid } from './filter.ts'

const MOST_FILTERS = 100

/** The filters of a list, or the first that is invalid. */
export function compileList(spec: unknown, path: string, inner: CompileInner): readonly Matches[] | InvalidFilter {
  if (!Array.isArray(spec)) return invalid(path, 'is a list of filters')
  if (spec.length === 0) return invalid(path, 'has no filter in it')
  if (spec.length > MOST_FILTERS) return invalid(path, `has more than ${MOST_FILTERS} filters`)
  const compiled: Matches[] = []
  for (const [index, item] of spec.entries()) {
    const filter = inner(item, `${path}[${index}]`)
    if (filter.kind === 'invalid') return filter
    compiled.push(filter.matches)
  }
  return compiled
}
