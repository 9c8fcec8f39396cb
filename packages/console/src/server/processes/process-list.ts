import type { ElementCount, ElementCounts, ProcessList, ProcessVersion } from '../../contract/processes.ts'
import type { ConsoleOptions } from '../options.ts'
import { searchHistory } from './history.ts'

interface VersionCount {
  processDefinitionId: string
  processDefinitionKey: string
  processDefinitionVersion: number
  activeInstancesWithIncidentCount: number
  activeInstancesWithoutIncidentCount: number
}

/** Every process with its versions, the latest first, and what runs of them. */
export async function listProcesses(options: ConsoleOptions): Promise<ProcessList> {
  const path = 'process-definitions/statistics/process-instances-by-version'
  const { items, behind } = await searchHistory<VersionCount>(options, path, {})
  const byId = Map.groupBy(items, ({ processDefinitionId }) => processDefinitionId)
  const processes = Array.from(byId, ([processId, found]) => {
    const versions = found.map(versionOf).toSorted((a, b) => b.version - a.version)
    const sum = (of: (one: ProcessVersion) => number): number => versions.reduce((all, one) => all + of(one), 0)
    return {
      processId,
      versions,
      running: sum(({ running }) => running),
      withIncident: sum(({ withIncident }) => withIncident),
    }
  })
  return { processes: processes.toSorted((a, b) => a.processId.localeCompare(b.processId)), behind }
}

function versionOf(count: VersionCount): ProcessVersion {
  const withIncident = count.activeInstancesWithIncidentCount
  return {
    processDefinitionKey: count.processDefinitionKey,
    version: count.processDefinitionVersion,
    running: withIncident + count.activeInstancesWithoutIncidentCount,
    withIncident,
  }
}

/** Where the instances of one version stand. */
export async function countElements(options: ConsoleOptions, definitionKey: string): Promise<ElementCounts> {
  const path = `process-definitions/${definitionKey}/statistics/element-instances`
  const { items, behind } = await searchHistory<ElementCount>(options, path, {})
  return { elements: items, behind }
}
