import { createHash } from 'node:crypto'
import type { PushPayload } from '../contract/notice.ts'
import { encrypted, newEphemeral } from './encrypt.ts'
import type { Subscription } from './subscriptions.ts'
import { vapidHeader } from './vapid.ts'
import type { VapidKey } from './vapid-file.ts'

const MOST_MS = 8000
const KEPT_S = 12 * 3600
const CONTACT = 'mailto:orders@millrace.example'

/** What a push service made of a message. `gone`: the subscription has ended. */
export type Pushed =
  | { readonly kind: 'taken' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly reason: string }

/**
 * Sends a message by web push (RFC 8030): encrypted for the subscription (RFC 8291), signed by the sender (RFC 8292) at `now`, ms
 * since epoch. The topic lets the push service replace a repeated message that has not been fetched yet.
 */
export async function push(
  { endpoint, keys }: Subscription,
  payload: PushPayload,
  key: VapidKey,
  now: number,
  signal: AbortSignal,
): Promise<Pushed> {
  const receiver = new Uint8Array(Buffer.from(keys.p256dh, 'base64url'))
  const auth = new Uint8Array(Buffer.from(keys.auth, 'base64url'))
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: await vapidHeader(endpoint, CONTACT, key, now),
      'content-encoding': 'aes128gcm',
      'content-type': 'application/octet-stream',
      ttl: String(KEPT_S),
      topic: topicOf(payload.tag),
    },
    body: await encrypted(JSON.stringify(payload), receiver, auth, await newEphemeral()),
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(MOST_MS)]),
  })
  await response.body?.cancel()
  if (response.ok) return { kind: 'taken' }
  if (response.status === 404 || response.status === 410) return { kind: 'gone' }
  return { kind: 'failed', reason: `the push service answered ${response.status}` }
}

/** At most 32 characters of base64url (RFC 8030, section 5.4). */
const topicOf = (tag: string): string => createHash('sha256').update(tag).digest('base64url').slice(0, 32)
