import { createHash } from 'node:crypto'
import type { EventType } from '@millrace/events'

/** A type that was seen, as Knative's `EventType` (eventing.knative.dev/v1beta2). */
export function eventTypeView({ namespace, broker, type, source, schema }: EventType): object {
  const hash = createHash('sha256')
    .update(JSON.stringify([broker, type, source]))
    .digest('hex')
    .slice(0, 16)
  return {
    apiVersion: 'eventing.knative.dev/v1beta2',
    kind: 'EventType',
    metadata: { namespace, name: `et-${hash}` },
    spec: {
      type,
      source,
      ...(schema === undefined ? {} : { schema }),
      reference: { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', namespace, name: broker },
    },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  }
}
