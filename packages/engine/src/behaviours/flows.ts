import { type Flow, bpmnElementType } from '@millrace/bpmn'
import { invariant } from '@millrace/kernel'
import { type Run, definitionOf } from '../runtime/run.ts'
import type { Step } from '../runtime/step.ts'
import { emitElement } from './events.ts'

/** Ends the element, and sends a token over each of the flows: all that leave it unless told otherwise. */
export function completed(run: Run, flows: readonly number[] = run.element.outgoing): void {
  emitElement(run, 'ELEMENT_COMPLETED')
  for (const flow of flows) takeFlow(run, flowAt(run, flow))
  run.step.follow({ kind: 'settle', scopeKey: run.instance.scopeKey })
}

/** For gateways: from active to completed in one go. */
export function passThrough(run: Run, flows: readonly number[]): void {
  emitElement(run, 'ELEMENT_ACTIVATED')
  emitElement(run, 'ELEMENT_COMPLETING')
  completed(run, flows)
}

export function flowAt({ definition }: Pick<Run, 'definition'>, index: number): Flow {
  const flow = definition.graph.flows[index]
  invariant(flow !== undefined, 'flows are numbered by their place', `${definition.bpmnProcessId} ${index}`)
  return flow
}

function takeFlow({ step, instance }: Run, flow: Flow): void {
  step.emit('PROCESS_INSTANCE', 'SEQUENCE_FLOW_TAKEN', step.newKey(), {
    processInstanceKey: instance.processInstanceKey,
    processDefinitionKey: instance.definitionKey,
    element: flow.index,
    elementId: flow.id,
    bpmnElementType: 'SEQUENCE_FLOW',
    flowScopeKey: instance.scopeKey,
    parentElementInstanceKey: -1,
    flows: [],
    loopCounter: 0,
    correlationKey: '',
  })
  step.follow({ kind: 'activate', element: flow.target, scopeKey: instance.scopeKey, flow: flow.index })
}

export interface NewProcessInstance {
  readonly definitionKey: number
  readonly correlationKey?: string
  readonly parentElementInstanceKey?: number
}

/** Writes that a process starts; gives its key. What it starts with is the caller's. */
export function openProcess(step: Step, given: NewProcessInstance): number {
  const { graph } = definitionOf(step, given.definitionKey)
  const key = step.newKey()
  step.emit('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', key, {
    processInstanceKey: key,
    processDefinitionKey: given.definitionKey,
    element: 0,
    elementId: graph.id,
    bpmnElementType: bpmnElementType.process,
    flowScopeKey: -1,
    parentElementInstanceKey: given.parentElementInstanceKey ?? -1,
    flows: [],
    loopCounter: 0,
    correlationKey: given.correlationKey ?? '',
  })
  return key
}
