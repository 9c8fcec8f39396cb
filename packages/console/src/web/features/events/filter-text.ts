import type { EventTrigger } from '../../../contract/events.ts'

/** A trigger's filters in one line: `type = order and any (source starts with /eu, cesql: size > 3)`. */
export function filterText({ filter, filters }: Pick<EventTrigger, 'filter' | 'filters'>): string {
  if (filters !== undefined && filters.length > 0) return filters.map(one).join(' and ')
  return comparisons(filter?.attributes ?? {}, '=') || 'every event'
}

const VERBS: Readonly<Record<string, string>> = { exact: '=', prefix: 'starts with', suffix: 'ends with' }

function one(filter: unknown): string {
  const [dialect = '', value] = Object.entries((filter ?? {}) as Readonly<Record<string, unknown>>)[0] ?? []
  if (dialect === 'cesql') return `cesql: ${String(value)}`
  if (dialect === 'not') return `not (${one(value)})`
  if (Array.isArray(value)) return `${dialect} (${value.map(one).join(', ')})`
  return comparisons(value as Readonly<Record<string, string>>, VERBS[dialect] ?? dialect)
}

function comparisons(wanted: Readonly<Record<string, string>>, verb: string): string {
  return Object.entries(wanted)
    .map(([name, text]) => (verb === '=' && text === '' ? `has ${name}` : `${name} ${verb} ${text}`))
    .join(' and ')
}
