import type { ApiOptions } from './api.ts'

/** Every broker and trigger with how it goes, and the types of events that were seen. */
export function overviewOf({ events, resources, ingress }: ApiOptions): object {
  const brokers = resources.list('Broker').map(({ namespace, name, origin, broker }) => ({
    namespace,
    name,
    origin,
    address: `${ingress()}/${namespace}/${name}`,
    ...events.sizeOf({ namespace, name }),
    deadLetter: broker?.spec.policy?.deadLetter,
    notReady: broker?.deadLetterUnresolved,
  }))
  const triggers = resources.list('Trigger').map((resource) => {
    const { namespace, name, origin, document } = resource
    const { counts, underWay, lag } = events.reportOf(resource) ?? {}
    const { broker, filter, filters } = (document as { readonly spec: Readonly<Record<string, unknown>> }).spec
    return {
      namespace,
      name,
      origin,
      broker: broker ?? 'default',
      ...(filters === undefined ? { filter } : { filters }),
      ...events.destinationsOf(resource),
      state: events.stateOf(resource),
      counts,
      underWay,
      lag,
    }
  })
  return { brokers, triggers, eventTypes: events.eventTypes(), failures: events.failures.list().length }
}
