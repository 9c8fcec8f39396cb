import { orNull } from '../store/statements.ts'
import type { Projection } from './projection.ts'

export const resource: Projection<'RESOURCE'> = ({ event: { key, value }, tables }) =>
  void tables.run('INSERT OR REPLACE INTO resources VALUES (?, ?, ?)', key, value.name, value.content)

export const definition: Projection<'PROCESS'> = ({ event: { intent, key, value, timestamp }, tables }) => {
  if (intent === 'DELETED') {
    tables.run('UPDATE definitions SET deleted = ? WHERE key = ?', timestamp, key)
    return
  }
  const { bpmnProcessId, version, versionTag, resourceName, resourceKey, tenantId } = value
  tables.run(
    'INSERT OR REPLACE INTO definitions VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)',
    key,
    bpmnProcessId,
    version,
    orNull(versionTag),
    resourceName,
    resourceKey,
    tenantId,
    timestamp,
  )
}
