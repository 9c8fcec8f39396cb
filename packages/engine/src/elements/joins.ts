import type { Element } from '@millrace/bpmn'
import { type Run, elementAt } from '../runtime/run.ts'

/** Which tokens a gateway takes when it activates now; undefined while it must wait for more. */
export function tokensToTake(scope: Run, gateway: Element): readonly number[] | undefined {
  const { tokens } = scope.instance
  const here = gateway.incoming.filter((flow) => (tokens.get(flow) ?? 0) > 0)
  if (here.length === 0) return undefined
  if (gateway.kind === 'parallelGateway') return here.length === gateway.incoming.length ? here : undefined
  if (gateway.kind !== 'inclusiveGateway' || here.length === gateway.incoming.length) return here
  const open = gateway.incoming.some(
    (flow, place) => !here.includes(flow) && canStillCome(scope, gateway.upstream[place] ?? []),
  )
  return open ? undefined : here
}

export const isJoin = (element: Element): boolean =>
  (element.kind === 'parallelGateway' || element.kind === 'inclusiveGateway') && element.incoming.length > 1

/** Something is at work on, or on its way to, an element from which a token can still come. */
function canStillCome(scope: Run, upstream: readonly number[]): boolean {
  if (upstream.length === 0) return false
  const { step, instance, definition } = scope
  // What an event activates, or a link: which element that is, it will tell in a moment.
  if (instance.pending > 0) return true
  const before = new Set(upstream)
  for (const key of step.state.instances.keys('scope', instance.key)) {
    if (before.has(step.state.instances.get(key)?.element ?? -1)) return true
  }
  for (const flow of instance.tokens.keys()) {
    const target = definition.graph.flows[flow]?.target
    if (target !== undefined && before.has(target)) return true
  }
  return false
}

/** Inclusive joins directly inside a scope that hold a token: what ends elsewhere may set them free. */
export function waitingJoins(scope: Run): readonly Element[] {
  if (!('children' in scope.element) || scope.instance.tokens.size === 0) return []
  const targets = new Set<number>()
  for (const flow of scope.instance.tokens.keys()) {
    const target = scope.definition.graph.flows[flow]?.target
    if (target !== undefined) targets.add(target)
  }
  return [...targets]
    .map((index) => elementAt(scope.definition, index))
    .filter((element) => element.kind === 'inclusiveGateway' && element.incoming.length > 1)
}
