import type { Job } from '@millrace/client/zeebe'
import type { Database } from '../database/client.ts'

/**
 * Whether the job is of the one instance that works for its `_id`: the instance whose job comes first. A shop that crashed
 * at the wrong moment has started a second one, which would wait for messages that the first has taken.
 */
export async function isOfOnlyInstance(database: Database, { variables, processInstanceKey }: Job): Promise<boolean> {
  const { _id } = variables
  if (typeof _id !== 'string') return true
  const known = await database.findOne('instances', { _id })
  if (known !== undefined) return known['instance'] === processInstanceKey
  const record = { instance: processInstanceKey }
  const isFirst = await database.transact([
    { operation: 'UPSERT', table: 'instances', query: { _id }, record, created: true },
    { operation: 'UPDATEONE', table: 'orders', query: { _id }, record },
    { operation: 'UPDATEONE', table: 'restocks', query: { _id }, record },
  ])
  return isFirst || (await database.findOne('instances', { _id }))?.['instance'] === processInstanceKey
}
