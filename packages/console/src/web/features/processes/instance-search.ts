import type { InstancesWanted } from '../../api/processes.ts'

/** What the URL of a page with instances says of them. */
export type InstanceSearch = Partial<
  Record<'processId' | 'version' | 'state' | 'incident' | 'element' | 'after' | 'before' | 'variable' | 'value', string>
>

export const FILTERS = ['state', 'incident', 'element', 'after', 'before', 'variable', 'value'] as const

/** Times stand in the URL as they were typed, in the reader's zone; the server wants them with theirs. */
export function wantedOf(search: InstanceSearch): InstancesWanted {
  const { after, before, value, variable, ...rest } = search
  return {
    ...rest,
    ...timeOf('startedAfter', after),
    ...timeOf('startedBefore', before),
    ...(variable === undefined ? {} : { variable, ...(value === undefined ? {} : { value: oneLine(value) }) }),
  }
}

function timeOf(name: 'startedAfter' | 'startedBefore', local: string | undefined): InstancesWanted {
  const at = new Date(local ?? '')
  return Number.isNaN(at.getTime()) ? {} : { [name]: at.toISOString() }
}

/** A value is kept as JSON without spaces, and so it must be looked for. */
function oneLine(value: string): string {
  try {
    return JSON.stringify(JSON.parse(value))
  } catch {
    return value
  }
}

export const isFiltered = (search: InstanceSearch): boolean => FILTERS.some((name) => search[name] !== undefined)

/** A change of the URL that takes every filter away. */
export const noFilters = (): Record<string, undefined> => Object.fromEntries(FILTERS.map((name) => [name, undefined]))
