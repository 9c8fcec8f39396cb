import type { ExecutableProcess } from '@millrace/bpmn'
import type { Step } from '../runtime/step.ts'
import { evaluateText } from './expressions.ts'
import { type PlannedTimer, planTimer } from './timers.ts'

type PlannedStart =
  | { readonly kind: 'timer'; readonly target: number; readonly id: string; readonly timer: PlannedTimer }
  | { readonly kind: 'message' | 'signal'; readonly target: number; readonly id: string; readonly name: string }

const NO_SCOPE = -1

/** What starts a process besides a command. Evaluated before anything is written: it may be wrong. */
export function planStarts(step: Step, { elements }: ExecutableProcess): readonly PlannedStart[] {
  return elements[0].startEvents.flatMap((index): PlannedStart[] => {
    const element = elements[index]
    if (element?.kind !== 'startEvent') return []
    const { event, id } = element
    if (event.kind === 'timer') return [{ kind: 'timer', target: index, id, timer: planTimer(step, event, NO_SCOPE) }]
    if (event.kind !== 'message' && event.kind !== 'signal') return []
    return [{ kind: event.kind, target: index, id, name: evaluateText(step, event.name, NO_SCOPE) }]
  })
}

export interface StartsOf {
  readonly processDefinitionKey: number
  readonly bpmnProcessId: string
  readonly tenantId: string
}

export function openStarts(step: Step, of: StartsOf, planned: readonly PlannedStart[]): void {
  const { processDefinitionKey, bpmnProcessId, tenantId } = of
  for (const start of planned) {
    const key = step.newKey()
    const targetElement = start.target
    if (start.kind === 'timer') {
      step.emit('TIMER', 'CREATED', key, {
        elementInstanceKey: -1,
        processInstanceKey: -1,
        processDefinitionKey,
        targetElement,
        targetElementId: start.id,
        ...start.timer,
      })
    } else if (start.kind === 'signal') {
      const subscription = {
        signalName: start.name,
        processDefinitionKey,
        elementInstanceKey: -1,
        targetElement,
        tenantId,
      }
      step.emit('SIGNAL_SUBSCRIPTION', 'CREATED', key, subscription)
    } else {
      step.emit('MESSAGE_START_EVENT_SUBSCRIPTION', 'CREATED', key, {
        messageName: start.name,
        processDefinitionKey,
        bpmnProcessId,
        targetElement,
        messageKey: -1,
        correlationKey: '',
        processInstanceKey: -1,
        tenantId,
      })
    }
  }
}

/** A newer version takes over what starts the process, or it was deleted. */
export function closeStarts(step: Step, definitionKey: number): void {
  const { timers, signals, messageStarts } = step.state
  for (const [key, timer] of timers.list('definition', definitionKey)) step.emit('TIMER', 'CANCELED', key, timer)
  for (const [key, start] of signals.list('definition', definitionKey)) {
    step.emit('SIGNAL_SUBSCRIPTION', 'DELETED', key, start)
  }
  for (const [key, start] of messageStarts.list('definition', definitionKey)) {
    step.emit('MESSAGE_START_EVENT_SUBSCRIPTION', 'DELETED', key, start)
  }
}
