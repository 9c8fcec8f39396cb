import type { AppliersOf } from './apply.ts'
import { instanceOf } from './process-instance.ts'

export const processEvent: AppliersOf<'PROCESS_EVENT'> = {
  /** An event has reached the scope that waits for it. */
  TRIGGERING: (state, value) => {
    const scope = instanceOf(state, value.scopeKey)
    const target = state.definition(scope.definitionKey)?.graph.elements[value.targetElement]
    if (target?.kind !== 'endEvent') scope.trigger = { target: value.targetElement, variables: value.variables }
    const ofSubprocess =
      target?.kind === 'startEvent' && target.index !== scope.element && target.scope !== scope.element
    if (!ofSubprocess && target?.kind !== 'endEvent') return
    // An event subprocess or a terminate end event interrupts: tokens on their way are no more.
    scope.interruptedBy = value.targetElement
    scope.tokens.clear()
    scope.pending = 0
  },
  /** The element that the event activates is on its way inside this scope. */
  TRIGGERED: (state, value) => {
    const scope = instanceOf(state, value.scopeKey)
    scope.pending += 1
    if (scope.trigger?.target === value.targetElement) scope.trigger = undefined
  },
}
