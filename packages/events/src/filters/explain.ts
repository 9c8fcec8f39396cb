import { type CloudEvent, textOf } from '@millrace/cloudevents'
import { compileCesql } from '../cesql/cesql.ts'
import { compileAttributes } from './attributes.ts'
import { compileFilter } from './index.ts'

/** Why a filter takes an event, or does not. */
export interface Explanation {
  /** `exact`, `all`, `cesql`, …; `attributes` for Knative's older filter. */
  readonly dialect: string
  readonly matches: boolean
  /** What was asked for, and what the event has. */
  readonly compared?: Readonly<Record<string, { readonly wanted: string; readonly found: string | null }>>
  readonly expression?: string
  /** Value of an expression, and what went wrong on the way to it. */
  readonly value?: unknown
  readonly errors?: readonly string[]
  readonly parts?: readonly Explanation[]
}

/** What a trigger's filters, as they stand in its document, say to an event. They have been compiled before. */
export function explainFilters(
  spec: { readonly filter?: { readonly attributes?: unknown }; readonly filters?: unknown },
  event: CloudEvent,
): readonly Explanation[] {
  const { filters, filter } = spec
  if (Array.isArray(filters) && filters.length > 0) return filters.map((one) => explainFilter(one, event))
  const attributes = (filter?.attributes ?? {}) as Readonly<Record<string, string>>
  if (Object.keys(attributes).length === 0) return []
  const compiled = compileAttributes(attributes, 'filter')
  const matches = compiled.kind === 'predicate' && compiled.matches(event)
  return [{ dialect: 'attributes', matches, compared: comparisons(attributes, event) }]
}

function explainFilter(spec: unknown, event: CloudEvent): Explanation {
  const compiled = compileFilter(spec, '')
  const matches = compiled.kind === 'predicate' && compiled.matches(event)
  const [dialect = '', value] = Object.entries((spec ?? {}) as Readonly<Record<string, unknown>>)[0] ?? []
  switch (dialect) {
    case 'all':
    case 'any':
      return { dialect, matches, parts: (value as readonly unknown[]).map((inner) => explainFilter(inner, event)) }
    case 'not':
      return { dialect, matches, parts: [explainFilter(value, event)] }
    case 'cesql': {
      const expression = String(value)
      const result = compileCesql(expression).evaluate(event)
      return { dialect, matches, expression, value: result.value, errors: result.errors.map(({ message }) => message) }
    }
    default:
      return { dialect, matches, compared: comparisons(value as Readonly<Record<string, string>>, event) }
  }
}

const comparisons = (
  wanted: Readonly<Record<string, string>>,
  event: CloudEvent,
): NonNullable<Explanation['compared']> =>
  Object.fromEntries(
    Object.entries(wanted).map(([name, text]) => [name, { wanted: text, found: textOf(event, name) ?? null }]),
  )
