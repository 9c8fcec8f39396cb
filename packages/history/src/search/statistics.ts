import type { Query, Row } from '../store/history-store.ts'

/** What is counted over rows, in the shapes of Camunda's API; only what runs is counted, so that a count stays cheap. */
export interface Statistics {
  readonly query: Query
  item(row: Row): Readonly<Record<string, unknown>>
}

const INCIDENTS = `SELECT i.definitionKey AS definitionKey, n.instanceKey AS instanceKey, n.elementId AS elementId
  FROM incidents n JOIN instances i ON i.key = n.instanceKey WHERE n.state = 'ACTIVE'`

/** `process-definitions/statistics/process-instances-by-version`: instances that run, of each version of each process. */
export const instancesByVersion: Statistics = {
  query: {
    sql: `SELECT d.*, coalesce(r.running, 0) AS running, coalesce(f.failing, 0) AS failing FROM definitions d
      LEFT JOIN (SELECT definitionKey AS key, count(*) AS running FROM instances WHERE state = 'ACTIVE' GROUP BY 1) r ON r.key = d.key
      LEFT JOIN (SELECT definitionKey AS key, count(DISTINCT instanceKey) AS failing FROM (${INCIDENTS}) GROUP BY 1) f ON f.key = d.key
      WHERE d.deleted IS NULL OR running > 0 ORDER BY d.processId, d.version DESC`,
    values: [],
  },
  item: ({ key, processId, version, tenantId, running, failing }) => ({
    processDefinitionId: processId,
    processDefinitionKey: String(key),
    processDefinitionVersion: version,
    tenantId,
    activeInstancesWithIncidentCount: Number(failing),
    activeInstancesWithoutIncidentCount: Number(running) - Number(failing),
  }),
}

/** `process-definitions/:key/statistics/element-instances`: where the instances of one version stand. */
export const elementsOf = (definitionKey: number): Statistics => ({
  query: {
    sql: `SELECT elementId, sum(active) AS active, sum(incidents) AS incidents FROM (
        SELECT elementId, count(*) AS active, 0 AS incidents FROM elements
          WHERE definitionKey = ?1 AND state = 'ACTIVE' GROUP BY elementId
        UNION ALL SELECT elementId, 0, count(*) FROM (${INCIDENTS}) WHERE definitionKey = ?1 GROUP BY elementId)
      GROUP BY elementId ORDER BY elementId`,
    values: [definitionKey],
  },
  item: ({ elementId, active, incidents }) => ({ elementId, active, incidents }),
})
