import { type CloudEvent, textOf } from '@millrace/cloudevents'
import { type Filter, invalid, predicate } from './filter.ts'

/** Names that filters take: Knative's rule. */
const NAME = /^[a-z][a-z0-9]*$/
const MOST_PAIRS = 100

export interface PairRule {
  /** Whether the empty text may be asked for. */
  readonly emptyAllowed: boolean
  /** Compares an attribute's canonical text with what was asked for. */
  readonly holds: (actual: string, wanted: string) => boolean
}

/** A filter over attributes by name: every one has to be there and hold. */
export function compilePairs(spec: unknown, path: string, rule: PairRule): Filter {
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) {
    return invalid(path, 'is an object of attribute names and texts')
  }
  const pairs = Object.entries(spec as Record<string, unknown>)
  if (pairs.length === 0) return invalid(path, 'names no attribute')
  if (pairs.length > MOST_PAIRS) return invalid(path, `names more than ${MOST_PAIRS} attributes`)
  for (const [name, value] of pairs) {
    if (!NAME.test(name)) return invalid(`${path}.${name}`, 'is no attribute name: a-z first, then a-z and 0-9')
    if (typeof value !== 'string') return invalid(`${path}.${name}`, 'is a text')
    if (value === '' && !rule.emptyAllowed) return invalid(`${path}.${name}`, 'is empty')
  }
  const wanted = pairs as [string, string][]
  return predicate((event: CloudEvent) =>
    wanted.every(([name, value]) => {
      const actual = textOf(event, name)
      return actual !== undefined && rule.holds(actual, value)
    }),
  )
}
