import { closeStarts, openStarts, planStarts } from '../behaviours/start-subscriptions.ts'
import { type Command, reject } from './command.ts'

export interface DeleteResource {
  /** Key of a process definition. */
  readonly resourceKey: number
}

/** Takes a version of a process out of use; its instances run to their end. */
export const deleteResource: Command<DeleteResource, void> = (step, { resourceKey }) => {
  const definition = step.state.definitions.get(resourceKey)
  if (definition === undefined || definition.deleted) {
    throw reject('NOT_FOUND', `Expected to delete resource but no resource found with key \`${resourceKey}\``)
  }
  const { tenantId, bpmnProcessId } = definition
  const wasLatest = step.state.latest(tenantId, bpmnProcessId)?.key === resourceKey
  const { key: _, deleted: _deleted, ...value } = definition
  step.emit('PROCESS', 'DELETED', resourceKey, value)
  closeStarts(step, resourceKey)
  const next = step.state.latest(tenantId, bpmnProcessId)
  if (!wasLatest || next === undefined) return
  openStarts(step, { processDefinitionKey: next.key, bpmnProcessId, tenantId }, planStarts(step, next.graph))
}
