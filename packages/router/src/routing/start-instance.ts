import { type CloudEvent, requiredText, textOf } from '@millrace/cloudevents'
import type { NewInstance } from '@millrace/client/zeebe'
import { Refusal } from '@millrace/kernel'
import { variablesOf } from '../events/variables.ts'
import type { StartMapping } from '../store/mappings-table.ts'
import { identityOf } from '../store/unmatched-table.ts'
import type { Outcome } from './outcome.ts'
import { type Routing, unmatched } from './routing.ts'

/**
 * An event starts an instance of the process that its type is mapped to, once for each source, id and type. A crash
 * between the start and the note of it may start a second one; a start by message has no such gap.
 *
 * @throws Refusal or Fault of the engine
 */
export async function startInstance(routing: Routing, event: CloudEvent): Promise<Outcome> {
  const type = requiredText(event, 'type')
  const mapping = routing.store.mappings.startOf(type)
  if (mapping === undefined) {
    return unmatched(routing, event, 'NO_PROCESS', `${type} starts no process: map it with POST /workflows`)
  }
  const identity = JSON.stringify(identityOf(event))
  if (routing.store.starts.instanceOf(identity) !== undefined) return { kind: 'duplicate' }
  const { processInstanceKey } = await routing.zeebe.createInstance(instanceOf(mapping, event))
  routing.store.starts.add(identity, processInstanceKey)
  return { kind: 'started', processInstanceKey }
}

function instanceOf({ bpmnProcessId, workflowKey, version }: StartMapping, event: CloudEvent): NewInstance {
  const variables = variablesOf(event)
  if (bpmnProcessId === undefined) return { processDefinitionKey: workflowKey ?? '', variables }
  return { processId: bpmnProcessId, variables, ...(version !== undefined && { version: Number(version) }) }
}

/** Ends the instance that an event names by its extension `workflowinstancekey`. @throws Refusal, Fault */
export async function cancelInstance({ zeebe }: Pick<Routing, 'zeebe'>, event: CloudEvent): Promise<Outcome> {
  const processInstanceKey = textOf(event, 'workflowinstancekey') ?? ''
  if (!/^\d{1,19}$/u.test(processInstanceKey)) {
    throw new Refusal('MISSING_KEYS', 'the event needs the extension workflowinstancekey: the instance to cancel')
  }
  await zeebe.cancelInstance(processInstanceKey)
  return { kind: 'cancelled', processInstanceKey }
}
