import type { BrokerSpec } from '@millrace/events'
import * as z from 'zod'
import { delivery, policyOf } from './delivery.ts'
import type { ResolveRef } from './destination.ts'
import { ANNOTATION, metadata } from './metadata.ts'
import { annotated, parseAs } from './parse.ts'

/** Knative's `Broker` (eventing.knative.dev/v1). Its class and its config are kept, and say nothing here. */
const schema = z.object({
  apiVersion: z.literal('eventing.knative.dev/v1'),
  kind: z.literal('Broker'),
  metadata,
  spec: z.strictObject({ config: z.looseObject({}).optional(), delivery: delivery.optional() }).default({}),
})

export interface BrokerResource {
  readonly spec: BrokerSpec
  readonly verifySecret: string | undefined
  readonly tokenSecret: string | undefined
  readonly deadLetterUnresolved: string | undefined
}

/** @throws Refusal INVALID_RESOURCE */
export function readBroker(value: unknown, resolve: ResolveRef): BrokerResource {
  const { metadata: meta, spec } = parseAs(schema, value, 'Broker')
  const { policy, unresolved } = policyOf(spec.delivery, meta.namespace, resolve)
  return {
    spec: {
      namespace: meta.namespace,
      name: meta.name,
      topic: meta.annotations[ANNOTATION.topic],
      partitions: annotated(meta.annotations, ANNOTATION.partitions, 1, [1, 1000]),
      policy,
    },
    verifySecret: meta.annotations[ANNOTATION.verifySecret],
    tokenSecret: meta.annotations[ANNOTATION.tokenSecret],
    deadLetterUnresolved: unresolved,
  }
}
