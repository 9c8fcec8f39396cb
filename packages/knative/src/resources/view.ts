import type { Events } from '@millrace/events'
import type { Resource } from './resources.ts'

interface Condition {
  readonly type: 'Ready'
  readonly status: 'True' | 'False'
  readonly reason?: string
  readonly message?: string
}

/** A resource as the API answers it: as it was given, with a status like Knative's. */
export function resourceView(resource: Resource, events: Events, ingress: string): object {
  const conditions = [conditionOf(resource, events)]
  const { document, kind, namespace, name } = resource
  if (kind === 'Broker') {
    const deadLetter = resource.broker?.spec.policy?.deadLetter
    const address = { url: `${ingress}/${namespace}/${name}` }
    return { ...document, status: { address, conditions, ...(deadLetter && { deadLetterSinkUri: deadLetter }) } }
  }
  const destinations = events.destinationsOf(resource)
  return { ...document, status: { conditions, ...destinations } }
}

function conditionOf(resource: Resource, events: Events): Condition {
  if (resource.kind === 'Broker') {
    const unresolved = resource.broker?.deadLetterUnresolved
    return unresolved === undefined
      ? { type: 'Ready', status: 'True' }
      : { type: 'Ready', status: 'False', reason: 'DeadLetterSinkNotResolved', message: unresolved }
  }
  const state = events.stateOf(resource)
  if (state === undefined) return { type: 'Ready', status: 'False', reason: 'Unknown', message: 'it is not in force' }
  return state.ready
    ? { type: 'Ready', status: 'True' }
    : { type: 'Ready', status: 'False', reason: state.reason, message: state.message }
}
