import { DEFAULT_POLICY, type DeliveryPolicy, durationMs } from '@millrace/events'
import * as z from 'zod'
import { type ResolveRef, destination, resolveDestination } from './destination.ts'

const duration = (least: number) =>
  z
    .string()
    .refine((text) => durationMs(text) !== undefined, 'is an ISO 8601 duration, such as PT0.5S')
    .refine((text) => (durationMs(text) ?? least) >= least, least === 0 ? '' : 'is longer than nothing')

/** `spec.delivery` of a broker or a trigger. */
export const delivery = z.strictObject({
  deadLetterSink: destination.optional(),
  retry: z.int('is a number of retries').min(0, 'is 0 or more').max(100, 'is at most 100').optional(),
  timeout: duration(1).optional(),
  backoffPolicy: z.enum(['linear', 'exponential'], 'is linear or exponential').optional(),
  backoffDelay: duration(0).optional(),
  retryAfterMax: duration(0).optional(),
  format: z.enum(['json', 'binary'], 'is json or binary').optional(),
})

/** What is left out is as usual. A dead letter sink without an address is told, and delivers nothing. */
export function policyOf(
  spec: z.output<typeof delivery> | undefined,
  namespace: string,
  resolve: ResolveRef,
): { readonly policy: DeliveryPolicy | undefined; readonly unresolved: string | undefined } {
  if (spec === undefined) return { policy: undefined, unresolved: undefined }
  const sink = spec.deadLetterSink && resolveDestination(spec.deadLetterSink, namespace, resolve)
  const ms = (text: string | undefined, usual: number): number => (text && durationMs(text)) || usual
  return {
    unresolved: sink !== undefined && 'unresolved' in sink ? sink.unresolved : undefined,
    policy: {
      retries: spec.retry ?? DEFAULT_POLICY.retries,
      backoff: spec.backoffPolicy ?? DEFAULT_POLICY.backoff,
      delayMs: spec.backoffDelay === undefined ? DEFAULT_POLICY.delayMs : (durationMs(spec.backoffDelay) ?? 0),
      timeoutMs: ms(spec.timeout, DEFAULT_POLICY.timeoutMs),
      retryAfterMaxMs:
        spec.retryAfterMax === undefined ? DEFAULT_POLICY.retryAfterMaxMs : (durationMs(spec.retryAfterMax) ?? 0),
      deadLetter: sink !== undefined && 'url' in sink ? sink.url : undefined,
      format: spec.format,
    },
  }
}
