import { headerOf } from '@millrace/cloudevents'
import type { Send } from './send.ts'

/** What a target has said to a webhook's request for permission (CloudEvents, HTTP webhook, section 4). */
export type Consent =
  | {
      readonly kind: 'granted'
      /** ms between deliveries; 0 for any rate. */
      readonly everyMs: number
    }
  | { readonly kind: 'refused'; readonly message: string }

const TIMEOUT_MS = 10_000

/** Asks a target with OPTIONS whether events may come from an origin: only `WebHook-Allowed-Origin` says yes. */
export async function askConsent(send: Send, url: string, origin: string): Promise<Consent> {
  const headers: [string, string][] = [['webhook-request-origin', origin]]
  const answer = await send({ method: 'OPTIONS', url, headers, body: Buffer.alloc(0), timeoutMs: TIMEOUT_MS })
  if (answer.kind === 'failed') return { kind: 'refused', message: answer.message }
  const allowed = headerOf(answer, 'webhook-allowed-origin')
  if (answer.status < 200 || answer.status >= 300 || allowed === undefined) {
    return { kind: 'refused', message: `${answer.status} to OPTIONS, without a WebHook-Allowed-Origin that counts` }
  }
  if (allowed !== '*' && allowed.toLowerCase() !== origin.toLowerCase()) {
    return { kind: 'refused', message: `events may come from ${allowed.slice(0, 100)}, not from ${origin}` }
  }
  return rated(headerOf(answer, 'webhook-allowed-rate') ?? '*')
}

/** Requests a minute, a positive whole number, or `*`. */
function rated(rate: string): Consent {
  if (rate === '*') return { kind: 'granted', everyMs: 0 }
  if (/^[1-9]\d{0,8}$/.test(rate)) return { kind: 'granted', everyMs: 60_000 / Number(rate) }
  return { kind: 'refused', message: `WebHook-Allowed-Rate is a positive number or *, not ${rate.slice(0, 40)}` }
}
