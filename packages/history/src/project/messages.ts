import type { IntentOf } from '@millrace/engine/events'
import { orNull, type Statements } from '../store/statements.ts'
import type { Projection } from './projection.ts'

export const message: Projection<'MESSAGE'> = ({ event: { intent, key, value, timestamp }, tables }) => {
  if (intent === 'EXPIRED') {
    tables.run("UPDATE messages SET state = 'EXPIRED', expired = ? WHERE key = ?", timestamp, key)
    return
  }
  tables.run(
    "INSERT OR REPLACE INTO messages VALUES (?, ?, ?, ?, ?, ?, 'PUBLISHED', ?, ?, NULL, 0)",
    key,
    value.name,
    value.correlationKey,
    orNull(value.messageId),
    value.tenantId,
    JSON.stringify(value.variables),
    timestamp,
    value.deadline,
  )
}

interface Subscription {
  readonly key: number
  readonly type: 'PROCESS_EVENT' | 'START_EVENT'
  readonly instanceKey: number
  readonly elementKey: number
  readonly definitionKey: number
  readonly processId: string
  readonly messageName: string
  readonly correlationKey: string
  readonly messageKey: number
  readonly tenantId: string
  readonly intent: IntentOf<'PROCESS_MESSAGE_SUBSCRIPTION'>
  readonly timestamp: number
}

function subscribed(tables: Statements, row: Subscription): void {
  tables.run(
    `INSERT INTO subscriptions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET
       state = CASE WHEN state = 'CORRELATED' AND excluded.state = 'DELETED' THEN state ELSE excluded.state END,
       messageKey = coalesce(excluded.messageKey, messageKey), changed = excluded.changed`,
    row.key,
    row.type,
    orNull(row.instanceKey),
    orNull(row.elementKey),
    orNull(row.definitionKey),
    row.processId,
    row.messageName,
    orNull(row.correlationKey),
    orNull(row.messageKey),
    row.tenantId,
    row.intent,
    row.timestamp,
  )
  if (row.intent !== 'CORRELATED') return
  tables.run('UPDATE messages SET correlations = correlations + 1 WHERE key = ?', row.messageKey)
}

/** What waits for a message in a process instance. One that got its message stays CORRELATED. */
export const subscription: Projection<'PROCESS_MESSAGE_SUBSCRIPTION'> = ({ event, tables }) => {
  const { key, intent, timestamp, value } = event
  const { processInstanceKey: instanceKey, elementInstanceKey: elementKey, bpmnProcessId: processId } = value
  const type = 'PROCESS_EVENT'
  subscribed(tables, { ...value, key, intent, timestamp, type, instanceKey, elementKey, processId, definitionKey: -1 })
}

/** What a message starts: it belongs to the process, not to an instance. */
export const startSubscription: Projection<'MESSAGE_START_EVENT_SUBSCRIPTION'> = ({ event, tables }) => {
  const { key, intent, timestamp, value } = event
  const { processDefinitionKey: definitionKey, bpmnProcessId: processId } = value
  const where = { type: 'START_EVENT', instanceKey: -1, elementKey: -1, definitionKey, processId } as const
  subscribed(tables, { ...value, ...where, key, intent, timestamp, correlationKey: '' })
}
