import * as z from 'zod'

/** Names as Kubernetes has them (RFC 1123 labels). */
export const label = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'is a name of a-z, 0-9 and dashes, at most 63 characters')

export const metadata = z.looseObject({
  name: label,
  namespace: label.default('default'),
  annotations: z.record(z.string(), z.string()).default({}),
})

/** Annotations of ours; on Knative they do nothing. */
export const ANNOTATION = {
  /** Topic that holds a broker's events. */
  topic: 'events.millrace.dev/topic',
  partitions: 'events.millrace.dev/partitions',
  /** Name of the secret that a broker's sources send as a bearer token. */
  tokenSecret: 'events.millrace.dev/token-secret',
  /** Name of the secret that deliveries carry as a bearer token. */
  bearerSecret: 'events.millrace.dev/bearer-secret',
  /** Requests a minute that a subscriber is asked to allow. */
  webhookRate: 'events.millrace.dev/webhook-rate',
  /** Name of the secret that a broker's sources sign with. */
  verifySecret: 'events.millrace.dev/verify-secret',
  concurrency: 'events.millrace.dev/concurrency',
  /** How many events are remembered to pass over duplicates. */
  dedupe: 'events.millrace.dev/dedupe',
  /** Name of the secret that deliveries are signed with. */
  signingSecret: 'events.millrace.dev/signing-secret',
  /** Origin (a DNS name) that a subscriber is asked to consent to. */
  webhookOrigin: 'events.millrace.dev/webhook-origin',
  /** Knative's own, of its Kafka broker. */
  order: 'kafka.eventing.knative.dev/delivery.order',
} as const
