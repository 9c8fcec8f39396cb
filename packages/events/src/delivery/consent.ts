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

/** What a target is asked for. */
export interface ConsentRequest {
  readonly url: string
  /** DNS name that identifies the sending system. */
  readonly origin: string
  /** Requests a minute that are asked for; any number without it. */
  readonly rate: number | undefined
  /** Where the target may grant later, by GET or POST. */
  readonly callback: string | undefined
}

/** Asks a target with OPTIONS whether events may come from an origin: only `WebHook-Allowed-Origin` says yes. */
export async function askConsent(send: Send, { url, origin, rate, callback }: ConsentRequest): Promise<Consent> {
  const headers: [string, string][] = [['webhook-request-origin', origin]]
  if (rate !== undefined) headers.push(['webhook-request-rate', String(rate)])
  if (callback !== undefined) headers.push(['webhook-request-callback', callback])
  const answer = await send({ method: 'OPTIONS', url, headers, body: Buffer.alloc(0), timeoutMs: TIMEOUT_MS })
  if (answer.kind === 'failed') return { kind: 'refused', message: answer.message }
  const allowed = headerOf(answer, 'webhook-allowed-origin')
  if (answer.status < 200 || answer.status >= 300 || allowed === undefined) {
    const later = callback === undefined ? '' : '; it may still grant by the callback'
    return {
      kind: 'refused',
      message: `${answer.status} to OPTIONS, without a WebHook-Allowed-Origin that counts${later}`,
    }
  }
  if (allowed !== '*' && allowed.toLowerCase() !== origin.toLowerCase()) {
    return { kind: 'refused', message: `events may come from ${allowed.slice(0, 100)}, not from ${origin}` }
  }
  const allowedRate = headerOf(answer, 'webhook-allowed-rate')
  if (allowedRate === undefined && rate !== undefined) {
    return { kind: 'refused', message: 'a rate was asked for, and there is no WebHook-Allowed-Rate' }
  }
  return rated(allowedRate ?? '*')
}

/** Requests a minute, a positive whole number, or `*`. */
export function rated(rate: string): Consent {
  if (rate === '*') return { kind: 'granted', everyMs: 0 }
  if (/^[1-9]\d{0,8}$/.test(rate)) return { kind: 'granted', everyMs: 60_000 / Number(rate) }
  return { kind: 'refused', message: `WebHook-Allowed-Rate is a positive number or *, not ${rate.slice(0, 40)}` }
}
