import type { BulkAction, BulkPreview, Incident, InstanceFilter } from '../../contract/processes.ts'
import type { InstancePage, ProcessInstance } from '../../contract/processes.ts'
import type { ConsoleOptions } from '../options.ts'
import { searchHistory } from './history.ts'

const PAGE = 50
const MOST_AT_ONCE = 1000
const LATEST_FIRST = [{ field: 'processInstanceKey', order: 'DESC' }]

/** One page of the instances that a filter chooses, the latest first. */
export async function listInstances(
  options: ConsoleOptions,
  { cursor, ...filter }: InstanceFilter & { cursor?: string | undefined },
): Promise<InstancePage> {
  const page = { limit: PAGE, ...(cursor === undefined ? {} : { after: cursor }) }
  const body = { filter: searched(filter), sort: LATEST_FIRST, page }
  const { items, total, hasMore, behind, ...found } = await searchHistory<ProcessInstance>(
    options,
    'process-instances/search',
    body,
  )
  const more = items.length === PAGE && found.cursor !== undefined ? { cursor: found.cursor } : {}
  return { items, total, hasMore, behind, ...more }
}

/** The filter of the pages as Camunda's search takes it. */
export function searched(filter: InstanceFilter): object {
  const { processId, version, state, incident, element, startedAfter, startedBefore, variable, value } = filter
  return {
    ...(processId === undefined ? {} : { processDefinitionId: processId }),
    ...(version === undefined ? {} : { processDefinitionVersion: version }),
    ...(state === undefined ? {} : { state }),
    ...(incident === undefined ? {} : { hasIncident: true }),
    ...(element === undefined ? {} : { elementId: element }),
    ...(startedAfter === undefined && startedBefore === undefined
      ? {}
      : { startDate: { ...(startedAfter && { $gte: startedAfter }), ...(startedBefore && { $lt: startedBefore }) } }),
    ...(variable === undefined ? {} : { variables: [{ name: variable, value: value ?? { $exists: true } }] }),
  }
}

/** What a bulk act would hit: of the instances that the filter chooses, those that run, or their open incidents. */
export async function previewBulk(
  options: ConsoleOptions,
  action: BulkAction,
  filter: InstanceFilter,
): Promise<BulkPreview> {
  const chosen = {
    filter: { ...searched(filter), state: 'ACTIVE', ...(action === 'resolve' && { hasIncident: true }) },
    sort: LATEST_FIRST,
    page: { limit: MOST_AT_ONCE },
  }
  const found = await searchHistory<ProcessInstance>(options, 'process-instances/search', chosen)
  // A filter may say that it wants what has ended: none of that can be acted on.
  if (filter.state !== undefined && filter.state !== 'ACTIVE') return { hits: [], hasMore: false, behind: found.behind }
  const hasMore = found.total > found.items.length
  if (action === 'resolve') return incidentsOf(options, found.items, { hasMore, behind: found.behind })
  const hits = found.items.map(({ processInstanceKey, processDefinitionId, processDefinitionVersion }) => ({
    key: processInstanceKey,
    processInstanceKey,
    processDefinitionId,
    detail: `version ${processDefinitionVersion}`,
  }))
  return { hits, hasMore, behind: found.behind }
}

async function incidentsOf(
  options: ConsoleOptions,
  instances: readonly ProcessInstance[],
  { hasMore, behind }: Pick<BulkPreview, 'hasMore' | 'behind'>,
): Promise<BulkPreview> {
  if (instances.length === 0) return { hits: [], hasMore: false, behind }
  const of = { $in: instances.map(({ processInstanceKey }) => processInstanceKey) }
  const body = { filter: { state: 'ACTIVE', processInstanceKey: of }, page: { limit: MOST_AT_ONCE } }
  const { items, total } = await searchHistory<Incident>(options, 'incidents/search', body)
  const hits = items.map(({ incidentKey, jobKey, processInstanceKey, processDefinitionId, ...incident }) => ({
    key: incidentKey,
    processInstanceKey,
    processDefinitionId,
    detail: `${incident.elementId}: ${incident.errorMessage}`.slice(0, 300),
    ...(jobKey === null ? {} : { jobKey }),
  }))
  return { hits, hasMore: hasMore || total > items.length, behind }
}
