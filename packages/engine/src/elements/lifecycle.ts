import { type Element, type ElementKind, bpmnElementType } from '@millrace/bpmn'
import { closeIncident, orIncident } from '../behaviours/incidents.ts'
import { activated, emitElement } from '../behaviours/events.ts'
import { completed } from '../behaviours/flows.ts'
import { cancelJob } from '../behaviours/jobs.ts'
import { applyOutputs, keepsVariables } from '../behaviours/mappings.ts'
import { setLocal } from '../behaviours/scopes.ts'
import { subscribe, unsubscribe } from '../behaviours/subscriptions.ts'
import { activateBeside, triggering } from '../behaviours/triggers.ts'
import type { JsonObject } from '../records/schema.ts'
import { FROM_EVENT } from '../records/values.ts'
import { type Run, type RunOf, childCount, elementAt, runOf } from '../runtime/run.ts'
import type { Follow, Step } from '../runtime/step.ts'
import type { Behaviour } from './behaviour.ts'
import { behaviours } from './index.ts'
import { startInstance } from './multi-instance-body.ts'
import { isJoin, tokensToTake, waitingJoins } from './joins.ts'

const behaviourOf = (run: Run): Behaviour<ElementKind> => behaviours[run.element.kind] as Behaviour<ElementKind>

type Activation = Extract<Follow, { kind: 'activate' }>

/** A token, an event or a loop activates an element, unless its scope has ended or been interrupted meanwhile. */
export function activate(step: Step, command: Activation): void {
  const scope = runOf(step, command.scopeKey)
  if (scope === undefined || scope.instance.phase !== 'ACTIVATED') return
  const element = elementAt(scope.definition, command.element)
  if (isInterrupted(scope, element)) return
  const flows = flowsTaken(scope, command)
  if (flows === undefined) return
  const key = step.newKey()
  step.emit('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', key, {
    processInstanceKey: scope.instance.processInstanceKey,
    processDefinitionKey: scope.definition.key,
    element: command.element,
    elementId: element.id,
    bpmnElementType: bpmnElementType[element.kind],
    flowScopeKey: command.scopeKey,
    parentElementInstanceKey: -1,
    flows,
    loopCounter: command.loopCounter ?? 0,
    correlationKey: '',
  })
  if (command.locals !== undefined) setLocal(step, key, command.locals)
  const run = runOf(step, key) as Run
  if (command.variables !== undefined) brought(run, command.variables)
  enter(step, key)
  // Joins waited while it was on its way: perhaps it is none that they wait for.
  if (command.flow === FROM_EVENT && scope.instance.tokens.size > 0) {
    step.follow({ kind: 'settle', scopeKey: command.scopeKey })
  }
}

/** Another element has interrupted the scope: nothing but that happens inside, and what is there yet is about to end. */
function isInterrupted({ instance: { interruptedBy } }: Run, element: Element): boolean {
  return interruptedBy !== -1 && !(element.kind === 'eventSubProcess' && element.start === interruptedBy)
}

/** What the event brought that activated the element. */
function brought(run: Run, variables: JsonObject): void {
  const isKept = keepsVariables(run.element)
  if (isKept) setLocal(run.step, run.instance.key, variables)
  triggering(run, run.instance.element, isKept ? {} : variables)
}

/** undefined: a join that must wait for more tokens. */
function flowsTaken(scope: Run, { element, flow }: Activation): readonly number[] | undefined {
  if (flow === undefined) return []
  if (flow === FROM_EVENT) return [FROM_EVENT]
  const target = elementAt(scope.definition, element)
  return isJoin(target) ? tokensToTake(scope, target) : [flow]
}

/** Does the work of the way in; again after an incident. */
export function enter(step: Step, key: number, before?: readonly number[]): void {
  const run = runOf(step, key)
  if (run === undefined || run.instance.phase !== 'ACTIVATING' || isBeingEnded(run)) return
  if (before === undefined) orIncident(run, () => behaviourOf(run).enter(run))
  else orIncident(run, () => enterBefore(run, before))
}

/** A process that begins before elements of the caller's choice. */
function enterBefore(run: Run, elements: readonly number[]): void {
  subscribe(run)
  activated(run)
  for (const element of elements) activateBeside(run, run.instance.key, element, element, undefined)
}

export function complete(step: Step, key: number): void {
  const run = runOf(step, key)
  if (run === undefined || run.instance.phase !== 'ACTIVATED' || isBeingEnded(run)) return
  emitElement(run, 'ELEMENT_COMPLETING')
  leave(step, key)
}

/** Does the work of the way out; again after an incident. */
export function leave(step: Step, key: number): void {
  const run = runOf(step, key)
  if (run === undefined || run.instance.phase !== 'COMPLETING' || isBeingEnded(run)) return
  orIncident(run, () => {
    const { leave: own } = behaviourOf(run)
    if (own === undefined) leaveByFlows(run)
    else own(run)
    afterEnd(run)
  })
}

/** Its scope was interrupted, and its end is on its way: a token that it left behind would stay for ever. */
function isBeingEnded({ step, instance, element }: Run): boolean {
  const scope = runOf(step, instance.scopeKey)
  return scope !== undefined && isInterrupted(scope, element)
}

function leaveByFlows(run: Run): void {
  applyOutputs(run)
  const scope = runOf(run.step, run.instance.scopeKey)
  if (scope !== undefined) behaviourOf(scope).childLeaves?.(scope, run)
  unsubscribe(run.step, run.instance.key)
  completed(run)
}

/** Ends an element and everything in it. */
export function terminate(step: Step, key: number): void {
  const run = runOf(step, key)
  if (run === undefined || run.instance.phase === 'TERMINATING') return
  emitElement(run, 'ELEMENT_TERMINATING')
  unsubscribe(step, key)
  cancelJob(step, run.instance.jobKey)
  closeIncident(step, run.instance.incidentKey)
  const { calledKey } = run.instance
  if (calledKey !== -1 && step.state.instances.get(calledKey) !== undefined)
    step.follow({ kind: 'terminate', key: calledKey })
  for (const child of step.state.instances.keys('scope', key)) step.follow({ kind: 'terminate', key: child })
  settle(step, key)
}

/** Something inside a scope has ended, or can no longer come. */
export function settle(step: Step, scopeKey: number): void {
  const scope = runOf(step, scopeKey)
  if (scope === undefined) return
  if (scope.instance.phase === 'TERMINATING') endTerminated(scope)
  else if (scope.instance.phase === 'ACTIVATED') settleActive(scope)
}

function endTerminated(run: Run): void {
  const { step, instance } = run
  if (childCount(run) > 0) return
  if (instance.calledKey !== -1 && step.state.instances.get(instance.calledKey) !== undefined) return
  const { trigger } = instance
  if (instance.scopeKey === -1) step.ended(instance.key, 'terminated')
  emitElement(run, 'ELEMENT_TERMINATED')
  afterEnd(run)
  const around = runOf(step, instance.scopeKey)
  if (trigger !== undefined && around?.instance.phase === 'ACTIVATED' && around.instance.interruptedBy === -1) {
    const target = elementAt(run.definition, trigger.target)
    if (target.kind === 'boundaryEvent') {
      activateBeside(run, instance.scopeKey, trigger.target, trigger.target, trigger.variables)
      return
    }
  }
  step.follow({
    kind: 'settle',
    scopeKey: instance.scopeKey === -1 ? instance.parentElementInstanceKey : instance.scopeKey,
  })
}

function settleActive(scope: Run): void {
  const { step, instance, definition } = scope
  const { settle: own } = behaviourOf(scope)
  if (own !== undefined) {
    orIncident(scope, () => own(scope))
    return
  }
  if (!('children' in scope.element)) return
  const { trigger, interruptedBy } = instance
  if (trigger !== undefined && trigger.target === interruptedBy) {
    if (childCount(scope) > 0) return
    const start = elementAt(definition, interruptedBy)
    activateBeside(scope, instance.key, start.scope, start.index, trigger.variables)
    return
  }
  for (const gateway of waitingJoins(scope)) {
    const flow = tokensToTake(scope, gateway)?.[0]
    if (flow !== undefined) activate(step, { kind: 'activate', element: gateway.index, scopeKey: instance.key, flow })
  }
  const isEmpty = childCount(scope) === 0 && instance.pending === 0 && instance.tokens.size === 0
  if (isEmpty && !beginsLater(scope)) complete(step, instance.key)
}

/** Its first element is to be activated by a turn that waits yet. */
function beginsLater({ step, instance }: Run): boolean {
  for (const [, { commands }] of step.state.turns.entries()) {
    const waiting = commands as unknown as readonly Follow[]
    if (waiting.some((each) => each.kind === 'activate' && each.scopeKey === instance.key)) return true
  }
  return false
}

/** A message start with a correlation key lets the next one in when its process has ended. */
function afterEnd({ step, instance, definition }: Run): void {
  if (instance.scopeKey !== -1 || instance.correlationKey === '') return
  const { tenantId, bpmnProcessId } = definition
  step.follow({ kind: 'startNext', tenantId, bpmnProcessId, correlationKey: instance.correlationKey })
}

/** How many instances of a parallel loop one command starts: the rest takes its turn again. */
const SPAWN_COUNT = 100

/** Starts the next instances of a parallel loop. */
export function spawn(step: Step, { bodyKey, items, from }: Extract<Follow, { kind: 'spawn' }>): void {
  const body = runOf(step, bodyKey)
  if (body === undefined || body.instance.phase !== 'ACTIVATED' || body.element.kind !== 'multiInstanceBody') return
  const to = Math.min(from + SPAWN_COUNT, items.length)
  for (let place = from; place < to; place++) startInstance(body as RunOf<'multiInstanceBody'>, items, place)
  if (to < items.length) step.follow({ kind: 'spawn', bodyKey, items, from: to })
}
