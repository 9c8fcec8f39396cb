import { type Filter, type TriggerSpec, compileAttributes, compileFilters } from '@millrace/events'
import { Refusal } from '@millrace/kernel'
import * as z from 'zod'
import { delivery, policyOf } from './delivery.ts'
import { type ResolveRef, destination, resolveDestination } from './destination.ts'
import { ANNOTATION, label, metadata } from './metadata.ts'
import { annotated, parseAs } from './parse.ts'

/** Knative's `Trigger` (eventing.knative.dev/v1). */
const schema = z.object({
  apiVersion: z.literal('eventing.knative.dev/v1'),
  kind: z.literal('Trigger'),
  metadata,
  spec: z.strictObject({
    broker: label.default('default'),
    brokerRef: z
      .strictObject({
        apiVersion: z.string().optional(),
        kind: z.literal('Broker').optional(),
        name: label,
        namespace: label.optional(),
      })
      .optional(),
    filter: z.strictObject({ attributes: z.unknown().optional() }).optional(),
    filters: z.array(z.unknown()).optional(),
    subscriber: destination,
    delivery: delivery.optional(),
  }),
})

export interface TriggerPorts {
  readonly resolve: ResolveRef
  /** The text of a secret by its name. */
  readonly secret: (name: string) => string | undefined
}

const CONCURRENCY = 32

/** @throws Refusal INVALID_RESOURCE that names the field, as deep in the filters as it stands */
export function readTrigger(value: unknown, ports: TriggerPorts): TriggerSpec {
  const { metadata: meta, spec } = parseAs(schema, value, 'Trigger')
  const { namespace, annotations } = meta
  // A list of filters that is there and not empty is the only filter that counts.
  const filter =
    (spec.filters ?? []).length > 0
      ? compileFilters(spec.filters, 'spec.filters')
      : compileAttributes(spec.filter?.attributes, 'spec.filter.attributes')
  const { policy, unresolved } = policyOf(spec.delivery, namespace, ports.resolve)
  const subscriber =
    unresolved === undefined ? resolveDestination(spec.subscriber, namespace, ports.resolve) : { unresolved }
  return {
    namespace,
    name: meta.name,
    broker: spec.brokerRef?.name ?? spec.broker,
    brokerNamespace: spec.brokerRef?.namespace,
    matches: valid(filter),
    subscriber,
    policy,
    ordered: orderOf(annotations),
    concurrency: annotated(annotations, ANNOTATION.concurrency, CONCURRENCY, [1, 1000]),
    dedupe: annotated(annotations, ANNOTATION.dedupe, 0, [0, 1_000_000]),
    signingSecret: secretOf(annotations, ANNOTATION.signingSecret, ports),
    bearerToken: secretOf(annotations, ANNOTATION.bearerSecret, ports),
    webhookOrigin: originOf(annotations),
    webhookRate: annotated(annotations, ANNOTATION.webhookRate, undefined, [1, 1_000_000]),
  }
}

function valid(filter: Filter) {
  if (filter.kind === 'predicate') return filter.matches
  throw new Refusal('INVALID_RESOURCE', `Trigger: ${filter.path} ${filter.message}`)
}

function orderOf(annotations: Readonly<Record<string, string>>): boolean {
  const order = annotations[ANNOTATION.order] ?? 'unordered'
  if (order === 'ordered' || order === 'unordered') return order === 'ordered'
  throw new Refusal(
    'INVALID_RESOURCE',
    `metadata.annotations.${ANNOTATION.order} is ordered or unordered, not "${order}"`,
  )
}

function originOf(annotations: Readonly<Record<string, string>>): string | undefined {
  const origin = annotations[ANNOTATION.webhookOrigin]
  if (origin === undefined || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(origin)) return origin
  throw new Refusal(
    'INVALID_RESOURCE',
    `metadata.annotations.${ANNOTATION.webhookOrigin} is a DNS name, not "${origin}"`,
  )
}

function secretOf(
  annotations: Readonly<Record<string, string>>,
  annotation: string,
  { secret }: TriggerPorts,
): string | undefined {
  const name = annotations[annotation]
  if (name === undefined) return undefined
  const found = secret(name)
  if (found !== undefined) return found
  throw new Refusal('INVALID_RESOURCE', `metadata.annotations.${annotation}: there is no secret "${name}"`)
}
