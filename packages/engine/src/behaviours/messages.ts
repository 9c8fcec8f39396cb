import { byCorrelation, byName, byStartLock } from '../state/names.ts'
import type { Message, MessageStartSubscription, MessageSubscription } from '../state/entities.ts'
import type { Follow, Step } from '../runtime/step.ts'
import { startProcess } from './starts.ts'
import { trigger } from './triggers.ts'

/** Brings a new message to everything that waits for it: each process id once. */
export function correlateMessage(step: Step, messageKey: number): void {
  const message = step.state.messages.get(messageKey)
  if (message === undefined) return
  const { tenantId, name, correlationKey } = message
  const waiting = step.state.messageSubscriptions.list('correlation', byCorrelation(tenantId, name, correlationKey))
  for (const [key, subscription] of waiting) deliver(step, messageKey, message, key, subscription)
  for (const [key, start] of step.state.messageStarts.list('name', byName(tenantId, name))) {
    startBy(step, messageKey, message, key, start)
  }
}

/** Gives a new subscription the messages that were waiting: one, or all of them when it does not interrupt. */
export function correlateSubscription(step: Step, subscriptionKey: number): void {
  const subscription = step.state.messageSubscriptions.get(subscriptionKey)
  if (subscription === undefined) return
  const { tenantId, messageName, correlationKey, interrupting } = subscription
  for (const [key, message] of step.state.messages.list(
    'correlation',
    byCorrelation(tenantId, messageName, correlationKey),
  )) {
    if (message.deadline <= step.now) continue
    if (deliver(step, key, message, subscriptionKey, subscription) && interrupting) return
  }
}

function deliver(
  step: Step,
  messageKey: number,
  message: Message,
  key: number,
  subscription: MessageSubscription,
): boolean {
  if (message.correlatedTo.includes(subscription.bpmnProcessId)) return false
  if (step.state.messageSubscriptions.get(key) === undefined) return false
  const instance = step.state.instances.get(subscription.elementInstanceKey)
  if (instance?.phase !== 'ACTIVATED' || instance.trigger !== undefined) return false
  step.emit('PROCESS_MESSAGE_SUBSCRIPTION', 'CORRELATED', key, { ...subscription, messageKey })
  return trigger(step, subscription.elementInstanceKey, subscription.targetElement, message.variables)
}

/** A message with a correlation key starts one process at a time for that key; one without starts one each time. */
function startBy(
  step: Step,
  messageKey: number,
  message: Message,
  key: number,
  start: MessageStartSubscription,
): boolean {
  const { correlationKey, tenantId } = message
  if (message.correlatedTo.includes(start.bpmnProcessId)) return false
  const lock = byStartLock(tenantId, start.bpmnProcessId, correlationKey)
  if (correlationKey !== '' && step.state.startLocks.keys('lock', lock).size > 0) return false
  const processInstanceKey = startProcess(step, {
    definitionKey: start.processDefinitionKey,
    event: { element: start.targetElement, variables: message.variables },
    correlationKey,
  })
  const correlated = { ...start, messageKey, correlationKey, processInstanceKey }
  step.emit('MESSAGE_START_EVENT_SUBSCRIPTION', 'CORRELATED', key, correlated)
  return true
}

/** The process that a message started has ended: the oldest message that waits for the same key starts the next. */
export function startNext(step: Step, command: Extract<Follow, { kind: 'startNext' }>): void {
  const { tenantId, bpmnProcessId, correlationKey } = command
  const latest = step.state.latest(tenantId, bpmnProcessId)
  if (latest === undefined) return
  let oldest:
    | { readonly key: number; readonly message: Message; readonly start: readonly [number, MessageStartSubscription] }
    | undefined
  for (const start of step.state.messageStarts.list('definition', latest.key)) {
    const name = byCorrelation(tenantId, start[1].messageName, correlationKey)
    for (const [key, message] of step.state.messages.list('correlation', name)) {
      if (message.deadline <= step.now || message.correlatedTo.includes(bpmnProcessId)) continue
      if (oldest !== undefined && oldest.key < key) continue
      oldest = { key, message, start }
    }
  }
  if (oldest !== undefined) startBy(step, oldest.key, oldest.message, oldest.start[0], oldest.start[1])
}
