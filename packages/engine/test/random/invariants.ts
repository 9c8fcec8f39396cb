import type { ElementInstance } from '../../src/state/element-instance.ts'
import type { StateReader } from '../../src/state/state.ts'

/** What is wrong with a state that no turn is changing: everything that is there belongs to something that is there. */
export function brokenInvariants(state: StateReader): readonly string[] {
  return [
    ...[...state.banned].map((key) => `instance ${key} is banned: the engine broke`),
    ...[...state.instances.entries()].flatMap(([key, instance]) => ofInstance(state, key, instance)),
    ...ofParts(state),
  ]
}

function ofInstance(state: StateReader, key: number, instance: ElementInstance): string[] {
  const { scopeKey, jobKey, incidentKey, processInstanceKey, loopCreated, loopCompleted, loopTerminated } = instance
  const scope = state.instances.get(scopeKey)
  const at = `${instance.phase} ${state.definition(instance.definitionKey)?.graph.elements[instance.element]?.id} ${key}`
  const wrong = (isWrong: boolean, what: string): string[] => (isWrong ? [`${at}: ${what}`] : [])
  return [
    ...wrong(scopeKey === -1 ? processInstanceKey !== key : scope === undefined, 'its scope is gone'),
    ...wrong(
      scope !== undefined && scope.processInstanceKey !== processInstanceKey,
      'is in the scope of another process',
    ),
    ...wrong(jobKey !== -1 && state.jobs.get(jobKey)?.elementInstanceKey !== key, `its job ${jobKey} is gone`),
    ...wrong(
      incidentKey !== -1 && state.incidents.get(incidentKey)?.elementInstanceKey !== key,
      'its incident is gone',
    ),
    ...wrong(
      instance.pending < 0 || [...instance.tokens.values()].some((count) => count < 1),
      'has less than no token',
    ),
    ...wrong(loopCompleted + loopTerminated > loopCreated, 'more of its loop has ended than began'),
    ...wrong(
      instance.definitionKey !== -1 && state.definition(instance.definitionKey) === undefined,
      'has no definition',
    ),
  ]
}

function ofParts(state: StateReader): string[] {
  const about = [
    ...[...state.jobs.entries()].map(([key, { elementInstanceKey }]) => ['job', key, elementInstanceKey] as const),
    ...[...state.incidents.entries()].map(([key, each]) => ['incident', key, each.elementInstanceKey] as const),
    ...[...state.timers.entries()].map(([key, each]) => ['timer', key, each.elementInstanceKey] as const),
    ...[...state.signals.entries()].map(([key, each]) => ['signal', key, each.elementInstanceKey] as const),
    ...[...state.messageSubscriptions.entries()].map(
      ([key, each]) => ['subscription', key, each.elementInstanceKey] as const,
    ),
    ...[...state.variables.scopes()].map(([key]) => ['variables', key, key] as const),
    ...[...state.startLocks.entries()].map(([key]) => ['lock', key, key] as const),
  ]
  const lost = about.filter(([, , instance]) => instance !== -1 && state.instances.get(instance) === undefined)
  return lost.map(([what, key, instance]) => `${what} ${key} is of element instance ${instance}, which is gone`)
}

/** Element instances that nothing will ever move: to be asked when every turn has come to its end. */
export function stuck(state: StateReader): readonly string[] {
  return [...state.instances.entries()]
    .filter(([key, instance]) => !waits(state, key, instance))
    .map(([key, instance]) => {
      const { phase, tokens, pending, trigger } = instance
      const id = state.definition(instance.definitionKey)?.graph.elements[instance.element]?.id
      return `${phase} ${id} ${key} waits for nothing: ${JSON.stringify({ tokens: [...tokens], pending, trigger })}`
    })
}

/** Something is there that ends the waiting: a job, an event, an incident, or an element inside. */
function waits(state: StateReader, key: number, { jobKey, incidentKey, calledKey, pending }: ElementInstance): boolean {
  if (pending > 0) return false
  if (incidentKey !== -1 || state.instances.keys('scope', key).size > 0) return true
  if (jobKey !== -1 || state.instances.get(calledKey) !== undefined) return true
  // Of a scope that has nothing inside, what waits at its border does not count.
  const { graph } = state.definition(state.instances.get(key)?.definitionKey ?? -1) ?? {}
  if ('children' in (graph?.elements[state.instances.get(key)?.element ?? -1] ?? {})) return false
  const { timers, signals, messageSubscriptions } = state
  return [timers, signals, messageSubscriptions].some((table) => table.keys('element', key).size > 0)
}
