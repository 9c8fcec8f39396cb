import { createHash } from 'node:crypto'
import { type KafkaClient, json, orTombstone, text, topic } from '@millrace/client'
import { table } from '@millrace/streams'
import { z } from 'zod'

export interface Subscription {
  readonly endpoint: string
  readonly keys: { readonly p256dh: string; readonly auth: string }
}

const base64url = (bytes: number, what: string) =>
  z
    .string(what)
    .max(200, what)
    .refine((given) => Buffer.from(given, 'base64url').length === bytes, what)

const ENDPOINT = 'must be the https address of a push service'

/** What a browser's PushSubscription says. Plain http only to this machine, where a test listens. */
export const subscriptionSchema = z.object({
  endpoint: z
    .string(ENDPOINT)
    .max(1000, ENDPOINT)
    .refine((given) => {
      const url = URL.parse(given)
      return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
    }, ENDPOINT),
  keys: z.object(
    {
      p256dh: base64url(65, 'must be an uncompressed P-256 point, base64url'),
      auth: base64url(16, 'must be 16 bytes, base64url'),
    },
    'must be an object with p256dh and auth',
  ),
})

const isLoopback = (host: string): boolean => host === '127.0.0.1' || host === '[::1]' || host === 'localhost'

/** Subscriptions of a phone; the oldest goes. */
const MOST = 10

/** By phone number. A null removes all of a phone's. */
export const subscriptionsTopic = topic({
  name: 'mobile.subscriptions',
  key: text(),
  value: orTombstone(json(z.array(subscriptionSchema))),
  configs: { 'cleanup.policy': 'compact' },
})

/** Tells a subscription apart without giving its address away. */
export const nameOf = ({ endpoint }: Pick<Subscription, 'endpoint'>): string =>
  createHash('sha256').update(endpoint).digest('hex').slice(0, 16)

export function keptSubscriptions(kafka: KafkaClient) {
  const byPhone = table(kafka, subscriptionsTopic, { name: 'mobile.subscriptions.view', deadLetter: 'off' })
  let turn: Promise<unknown> = Promise.resolve()
  const change = (phone: string, to: (before: readonly Subscription[]) => Subscription[]): Promise<void> => {
    const next = turn.then(async () => {
      await byPhone.current(10_000)
      const after = to(byPhone.get(phone) ?? [])
      const record = subscriptionsTopic.record(phone, after.length === 0 ? null : after)
      await byPhone.waitFor(await kafka.producer().send(record))
    })
    turn = next.catch(() => undefined)
    return next
  }
  return {
    ready: () => byPhone.ready(),
    of: (phone: string): readonly Subscription[] => byPhone.get(phone) ?? [],
    add: (phone: string, subscription: Subscription) =>
      change(phone, (before) =>
        [...before.filter(({ endpoint }) => endpoint !== subscription.endpoint), subscription].slice(-MOST),
      ),
    remove: (phone: string, gone: string) =>
      change(phone, (before) => before.filter(({ endpoint }) => endpoint !== gone)),
    stop: () => byPhone.stop(),
  }
}

export type KeptSubscriptions = ReturnType<typeof keptSubscriptions>
