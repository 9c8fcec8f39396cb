import { invariant } from '@millrace/kernel'
import { type ElementInstance, elementInstance } from '../state/element-instance.ts'
import { byStartLock } from '../state/names.ts'
import type { State } from '../state/state.ts'
import { FROM_EVENT } from '../records/values.ts'
import type { ValueOf } from '../records/record.ts'
import type { AppliersOf } from './apply.ts'

/** The instance that an event is about, to be changed. */
export function instanceOf(state: State, key: number): ElementInstance {
  const instance = state.instances.change(key)
  invariant(instance !== undefined, 'events are about elements that are there', `element instance ${key}`)
  return instance
}

export const processInstance: AppliersOf<'PROCESS_INSTANCE'> = {
  ELEMENT_ACTIVATING: (state, value, key) => {
    state.instances.put(key, newInstance(value, key))
    takeTokens(state, value)
    if (value.flowScopeKey === -1) startProcess(state, value, key)
  },
  ELEMENT_ACTIVATED: (state, value, key) => {
    const instance = instanceOf(state, key)
    instance.phase = 'ACTIVATED'
    instance.loopSize = instance.loopCounter === 0 ? value.loopCounter : 0
  },
  ELEMENT_COMPLETING: (state, _, key) => {
    instanceOf(state, key).phase = 'COMPLETING'
  },
  ELEMENT_COMPLETED: (state, value, key) => {
    const scope = value.loopCounter > 0 ? state.instances.change(value.flowScopeKey) : undefined
    if (scope !== undefined) scope.loopCompleted += 1
    remove(state, key)
  },
  ELEMENT_TERMINATING: (state, _, key) => {
    instanceOf(state, key).phase = 'TERMINATING'
  },
  ELEMENT_TERMINATED: (state, value, key) => {
    const scope = value.loopCounter > 0 ? state.instances.change(value.flowScopeKey) : undefined
    if (scope !== undefined) scope.loopTerminated += 1
    remove(state, key)
  },
  SEQUENCE_FLOW_TAKEN: (state, value) => {
    const { tokens } = instanceOf(state, value.flowScopeKey)
    tokens.set(value.element, (tokens.get(value.element) ?? 0) + 1)
  },
}

function newInstance(value: ValueOf<'PROCESS_INSTANCE'>, key: number): ElementInstance {
  return elementInstance({
    key,
    element: value.element,
    definitionKey: value.processDefinitionKey,
    processInstanceKey: value.processInstanceKey,
    scopeKey: value.flowScopeKey,
    parentElementInstanceKey: value.parentElementInstanceKey,
    correlationKey: value.correlationKey,
    loopCounter: value.loopCounter,
  })
}

function takeTokens(state: State, { flows, flowScopeKey, loopCounter }: ValueOf<'PROCESS_INSTANCE'>): void {
  const scope = state.instances.change(flowScopeKey)
  if (scope === undefined) return
  if (loopCounter > 0) scope.loopCreated += 1
  for (const flow of flows) {
    if (flow === FROM_EVENT) {
      scope.pending = Math.max(0, scope.pending - 1)
      continue
    }
    const left = (scope.tokens.get(flow) ?? 0) - 1
    if (left > 0) scope.tokens.set(flow, left)
    else scope.tokens.delete(flow)
  }
}

function startProcess(state: State, value: ValueOf<'PROCESS_INSTANCE'>, key: number): void {
  const definition = state.definitions.get(value.processDefinitionKey)
  if (value.correlationKey !== '' && definition !== undefined) {
    state.startLocks.put(key, byStartLock(definition.tenantId, definition.bpmnProcessId, value.correlationKey))
  }
  const caller = state.instances.change(value.parentElementInstanceKey)
  if (caller !== undefined) caller.calledKey = key
}

function remove(state: State, key: number): void {
  state.instances.delete(key)
  state.variables.drop(key)
  state.startLocks.delete(key)
}
