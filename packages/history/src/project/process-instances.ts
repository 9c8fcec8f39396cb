import type { EngineEvent, IntentOf } from '@millrace/engine/events'
import { orNull, type Statements } from '../store/statements.ts'
import type { Projection } from './projection.ts'

/** What the world sees of the engine's steps: an element is active until it has gone. */
const STATES: Readonly<Record<Exclude<IntentOf<'PROCESS_INSTANCE'>, 'SEQUENCE_FLOW_TAKEN'>, string>> = {
  ELEMENT_ACTIVATING: 'ACTIVE',
  ELEMENT_ACTIVATED: 'ACTIVE',
  ELEMENT_COMPLETING: 'ACTIVE',
  ELEMENT_TERMINATING: 'ACTIVE',
  ELEMENT_COMPLETED: 'COMPLETED',
  ELEMENT_TERMINATED: 'TERMINATED',
}

/** Beginning and end of process instances, of elements within them, and the flows that were taken. */
export const processInstance: Projection<'PROCESS_INSTANCE'> = ({ event, tables }) => {
  const { intent, key, value, timestamp } = event
  if (intent === 'SEQUENCE_FLOW_TAKEN') {
    const { processInstanceKey, processDefinitionKey, elementId } = value
    const insert = 'INSERT OR IGNORE INTO flows VALUES (?, ?, ?, ?, ?)'
    tables.run(insert, key, processInstanceKey, processDefinitionKey, elementId, timestamp)
    return
  }
  // The steps between say nothing that is shown.
  if (intent === 'ELEMENT_ACTIVATED' || intent === 'ELEMENT_COMPLETING') return
  const started = intent === 'ELEMENT_ACTIVATING' ? timestamp : null
  const ended = STATES[intent] === 'ACTIVE' ? null : timestamp
  const life = [STATES[intent], started, ended] as const
  if (value.flowScopeKey === -1) instanceRow(tables, event, life)
  else elementRow(tables, event, life)
}

type Life = readonly [state: string, started: number | null, ended: number | null]
type Event = EngineEvent<'PROCESS_INSTANCE'>

function instanceRow(tables: Statements, { key, value }: Event, [state, started, ended]: Life): void {
  const { processDefinitionKey, parentElementInstanceKey } = value
  tables.run(
    `INSERT INTO instances VALUES (?, ?, ?, ?, ?, ?, (SELECT instanceKey FROM elements WHERE key = ?), NULL)
     ON CONFLICT (key) DO UPDATE SET state = excluded.state, ended = excluded.ended`,
    key,
    processDefinitionKey,
    state,
    started,
    ended,
    orNull(parentElementInstanceKey),
    parentElementInstanceKey,
  )
}

function elementRow(tables: Statements, { key, value }: Event, [state, started, ended]: Life): void {
  const { processInstanceKey, processDefinitionKey, elementId, bpmnElementType, flowScopeKey } = value
  tables.run(
    `INSERT INTO elements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET state = excluded.state, ended = excluded.ended`,
    key,
    processInstanceKey,
    processDefinitionKey,
    elementId,
    bpmnElementType,
    state,
    started,
    ended,
    flowScopeKey,
  )
}

/** A process instance whose work broke by a fault of the engine: it is banned, and the reason kept. */
export const failure: Projection<'ERROR'> = ({ event: { value }, tables }) =>
  void tables.run('UPDATE instances SET failure = ? WHERE key = ?', value.exceptionMessage, value.processInstanceKey)
