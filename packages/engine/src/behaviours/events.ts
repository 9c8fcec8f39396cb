import { bpmnElementType } from '@millrace/bpmn'
import type { IntentOf } from '../records/record.ts'
import type { Run } from '../runtime/run.ts'

/** The record of something that happens to the element at work. */
export function emitElement(
  { step, instance, element }: Run,
  intent: IntentOf<'PROCESS_INSTANCE'>,
  loopSize?: number,
): void {
  step.emit('PROCESS_INSTANCE', intent, instance.key, {
    processInstanceKey: instance.processInstanceKey,
    processDefinitionKey: instance.definitionKey,
    element: instance.element,
    elementId: element.id,
    bpmnElementType: bpmnElementType[element.kind],
    flowScopeKey: instance.scopeKey,
    parentElementInstanceKey: instance.parentElementInstanceKey,
    flows: [],
    loopCounter: loopSize ?? instance.loopCounter,
    correlationKey: instance.correlationKey,
  })
}

/** The element is active: everything that can fail on the way in has been done. */
export const activated = (run: Run, loopSize?: number): void => emitElement(run, 'ELEMENT_ACTIVATED', loopSize)

/** Nothing to wait for. */
export const completeNow = ({ step, instance }: Run): void => step.follow({ kind: 'complete', key: instance.key })
