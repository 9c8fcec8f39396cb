import { byName } from '../state/names.ts'
import type { ValueOf } from '../records/record.ts'
import type { Step } from '../runtime/step.ts'
import { startProcess } from './starts.ts'
import { trigger } from './triggers.ts'

/** Sends a signal to everybody who waits for it now: processes that it starts, and elements that are active. */
export function broadcast(step: Step, signal: ValueOf<'SIGNAL'>): number {
  const key = step.newKey()
  step.emit('SIGNAL', 'BROADCASTED', key, signal)
  const { variables } = signal
  for (const [, waiting] of step.state.signals.list('name', byName(signal.tenantId, signal.signalName))) {
    const { elementInstanceKey, processDefinitionKey, targetElement } = waiting
    if (elementInstanceKey !== -1) trigger(step, elementInstanceKey, targetElement, variables)
    else startProcess(step, { definitionKey: processDefinitionKey, event: { element: targetElement, variables } })
  }
  return key
}
