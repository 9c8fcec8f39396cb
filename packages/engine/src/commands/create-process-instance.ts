import { type Element, bpmnElementType } from '@millrace/bpmn'
import { startProcess } from '../behaviours/starts.ts'
import type { JsonObject } from '../records/schema.ts'
import type { RunnableDefinition } from '../state/entities.ts'
import { byProcess } from '../state/names.ts'
import type { Step } from '../runtime/step.ts'
import { type Command, reject } from './command.ts'

export interface CreateProcessInstance {
  /** Either this, or a process id with a version; -1 takes the latest. */
  readonly processDefinitionKey: number
  readonly bpmnProcessId: string
  readonly version: number
  readonly variables: JsonObject
  /** Begin before these elements and not at the start event. */
  readonly startInstructions: readonly { readonly elementId: string }[]
  readonly tenantId: string
}

export interface CreatedProcessInstance {
  readonly processDefinitionKey: number
  readonly bpmnProcessId: string
  readonly version: number
  readonly processInstanceKey: number
  readonly tenantId: string
}

/** Starts a process at its none start event, or before given elements. */
export const createProcessInstance: Command<CreateProcessInstance, CreatedProcessInstance> = (step, request) => {
  const definition = findDefinition(step, request)
  const elements = startElements(definition, request)
  const { key: processDefinitionKey, bpmnProcessId, version, tenantId } = definition
  const processInstanceKey = startProcess(step, {
    definitionKey: processDefinitionKey,
    variables: request.variables,
    ...(elements.length === 0 ? {} : { before: elements }),
  })
  const created = { bpmnProcessId, version, processDefinitionKey, processInstanceKey, tenantId }
  step.emit('PROCESS_INSTANCE_CREATION', 'CREATED', step.newKey(), created)
  return created
}

function findDefinition(step: Step, request: CreateProcessInstance): RunnableDefinition {
  const { bpmnProcessId, version, tenantId, processDefinitionKey } = request
  const none = (what: string): never => {
    throw reject('NOT_FOUND', `Expected to find process definition with ${what}, but none found`)
  }
  if (bpmnProcessId === '') {
    const found = step.state.definition(processDefinitionKey)
    return found?.tenantId === tenantId && !found.deleted ? found : none(`key '${processDefinitionKey}'`)
  }
  if (version < 0) return step.state.latest(tenantId, bpmnProcessId) ?? none(`process ID '${bpmnProcessId}'`)
  for (const [key, found] of step.state.definitions.list('process', byProcess(tenantId, bpmnProcessId))) {
    if (found.version === version) return step.state.definition(key) ?? none(`key '${key}'`)
  }
  return none(`process ID '${bpmnProcessId}' and version '${version}'`)
}

function startElements({ graph }: RunnableDefinition, request: CreateProcessInstance): readonly number[] {
  if (request.startInstructions.length === 0) {
    if (graph.elements[0].noneStart !== undefined) return []
    throw reject(
      'INVALID_STATE',
      'Expected to create instance of process with none start event, but there is no such event',
    )
  }
  return request.startInstructions.map(({ elementId }) => {
    const index = graph.elementById.get(elementId)
    const asked = 'Expected to create instance of process with start instructions but'
    if (index === undefined) throw reject('INVALID_ARGUMENT', `${asked} no element found with id '${elementId}'.`)
    const element = graph.elements[index]
    if (
      element === undefined ||
      element.kind === 'startEvent' ||
      element.kind === 'boundaryEvent' ||
      element.kind === 'process'
    ) {
      throw reject(
        'INVALID_ARGUMENT',
        `${asked} the element with id '${elementId}' targets unsupported element type '${typeOf(element)}'. Supported element types are: [${SUPPORTED}]`,
      )
    }
    if (element.scope !== 0) {
      throw reject(
        'INVALID_ARGUMENT',
        `${asked} the element with id '${elementId}' is inside a subprocess; start before an element of the process itself.`,
      )
    }
    return index
  })
}

const typeOf = (element: Element | undefined): string => (element === undefined ? '' : bpmnElementType[element.kind])

/** In Zeebe's order. */
const SUPPORTED =
  'USER_TASK, SUB_PROCESS, INTERMEDIATE_THROW_EVENT, BUSINESS_RULE_TASK, MANUAL_TASK, EXCLUSIVE_GATEWAY, INCLUSIVE_GATEWAY, SCRIPT_TASK, SERVICE_TASK, SEND_TASK, CALL_ACTIVITY, EVENT_SUB_PROCESS, INTERMEDIATE_CATCH_EVENT, PROCESS, PARALLEL_GATEWAY, EVENT_BASED_GATEWAY, TASK, MULTI_INSTANCE_BODY, END_EVENT, RECEIVE_TASK'
