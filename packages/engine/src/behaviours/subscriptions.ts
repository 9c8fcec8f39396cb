import type { Element, Subscribable } from '@millrace/bpmn'
import { type Run, elementAt } from '../runtime/run.ts'
import type { Step } from '../runtime/step.ts'
import { evaluateCorrelationKey, evaluateText } from './expressions.ts'
import { Stuck } from './stuck.ts'
import { type PlannedTimer, planTimer } from './timers.ts'

/** A thing to wait for, by the element that will be reached. */
interface Awaited {
  readonly target: Element
  readonly event: Subscribable
  readonly interrupting: boolean
}

type Planned =
  | { readonly kind: 'timer'; readonly awaited: Awaited; readonly timer: PlannedTimer }
  | { readonly kind: 'message'; readonly awaited: Awaited; readonly name: string; readonly correlationKey: string }
  | { readonly kind: 'signal'; readonly awaited: Awaited; readonly name: string }

/** What an element waits for while it is active: its own event, boundary events, event subprocesses. */
export function awaitedBy(run: Run): readonly Awaited[] {
  const { element, definition } = run
  const at = (index: number): Element => elementAt(definition, index)
  const found: Awaited[] = []
  const add = (target: Element, interrupting: boolean): void => {
    const event = eventOf(target)
    if (event !== undefined) found.push({ target, event, interrupting })
  }
  if (element.kind === 'receiveTask' || element.kind === 'intermediateCatchEvent') add(element, true)
  if (element.kind === 'eventBasedGateway') for (const index of element.events) add(at(index), true)
  if ('eventSubProcesses' in element) {
    for (const index of element.eventSubProcesses) {
      const inner = at(index)
      const start = inner.kind === 'eventSubProcess' ? at(inner.start) : undefined
      if (start?.kind === 'startEvent') add(start, start.interrupting)
    }
  }
  for (const index of element.boundaryEvents) {
    const boundary = at(index)
    if (boundary.kind === 'boundaryEvent') add(boundary, boundary.interrupting)
  }
  return found
}

export function eventOf(element: Element): Subscribable | undefined {
  if (element.kind === 'receiveTask') return element.message
  if (!('event' in element)) return undefined
  const { event } = element
  if (event.kind === 'timer') return event
  return (event.kind === 'message' || event.kind === 'signal') && !('job' in event) ? event : undefined
}

/** Opens everything the element waits for. All expressions are evaluated before anything is written. */
export function subscribe(run: Run): void {
  const planned = awaitedBy(run).map((awaited) => plan(run, awaited))
  for (const each of planned) open(run, each)
}

/** Boundary events see what is around the activity; the rest sees what is inside. */
function plan(run: Run, awaited: Awaited): Planned {
  const { step, instance } = run
  const { event, target } = awaited
  const scopeKey = target.kind === 'boundaryEvent' ? instance.scopeKey : instance.key
  switch (event.kind) {
    case 'timer':
      return { kind: 'timer', awaited, timer: planTimer(step, event, scopeKey) }
    case 'signal':
      return { kind: 'signal', awaited, name: evaluateText(step, event.name, scopeKey) }
    case 'message': {
      const name = evaluateText(step, event.name, scopeKey)
      if (event.correlationKey === undefined) {
        throw new Stuck('EXTRACT_VALUE_ERROR', `Message '${name}' has no correlation key`)
      }
      return {
        kind: 'message',
        awaited,
        name,
        correlationKey: evaluateCorrelationKey(step, event.correlationKey, scopeKey),
      }
    }
  }
}

function open(run: Run, planned: Planned): void {
  const { step, instance, definition } = run
  const { target, interrupting } = planned.awaited
  const key = step.newKey()
  switch (planned.kind) {
    case 'timer':
      step.emit('TIMER', 'CREATED', key, {
        elementInstanceKey: instance.key,
        processInstanceKey: instance.processInstanceKey,
        processDefinitionKey: instance.definitionKey,
        targetElement: target.index,
        targetElementId: target.id,
        ...planned.timer,
      })
      break
    case 'signal':
      step.emit('SIGNAL_SUBSCRIPTION', 'CREATED', key, {
        signalName: planned.name,
        processDefinitionKey: instance.definitionKey,
        elementInstanceKey: instance.key,
        targetElement: target.index,
        tenantId: definition.tenantId,
      })
      break
    case 'message':
      step.emit('PROCESS_MESSAGE_SUBSCRIPTION', 'CREATED', key, {
        messageName: planned.name,
        correlationKey: planned.correlationKey,
        elementInstanceKey: instance.key,
        processInstanceKey: instance.processInstanceKey,
        bpmnProcessId: definition.bpmnProcessId,
        targetElement: target.index,
        interrupting,
        messageKey: -1,
        tenantId: definition.tenantId,
      })
      step.follow({ kind: 'correlate', subscriptionKey: key })
  }
}

/** Stops waiting at this element: for everything, or for what reaches some of its events. */
export function unsubscribe(step: Step, elementInstanceKey: number, only?: (target: number) => boolean): void {
  const { timers, messageSubscriptions, signals } = step.state
  for (const [key, timer] of timers.list('element', elementInstanceKey)) {
    if (only?.(timer.targetElement) !== false) step.emit('TIMER', 'CANCELED', key, timer)
  }
  for (const [key, subscription] of messageSubscriptions.list('element', elementInstanceKey)) {
    if (only?.(subscription.targetElement) === false) continue
    step.emit('PROCESS_MESSAGE_SUBSCRIPTION', 'DELETED', key, subscription)
  }
  for (const [key, subscription] of signals.list('element', elementInstanceKey)) {
    if (only?.(subscription.targetElement) === false) continue
    step.emit('SIGNAL_SUBSCRIPTION', 'DELETED', key, subscription)
  }
}
