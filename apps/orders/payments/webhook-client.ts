import type { WebhookEvent } from '../contract/payment.ts'
import { SIGNATURE_HEADER, sign } from '../webhook/signature.ts'

const TRY_MOST_MS = 8000

/**
 * Posts a signed event to the first of `urls` that takes it. `now`, ms since epoch, stamps the signature: a repeat is the same
 * event, signed anew.
 *
 * @throws Error that says what each answered.
 */
export async function postWebhook(
  urls: readonly string[],
  event: WebhookEvent,
  secret: string,
  now: number,
  signal: AbortSignal,
): Promise<void> {
  const body = JSON.stringify(event)
  const reasons: string[] = []
  for (const url of urls) {
    try {
      const response = await fetch(`${url}/webhooks/payments`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: sign(body, secret, now) },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(TRY_MOST_MS)]),
      })
      if (response.ok) return
      reasons.push(`${url} answered ${response.status}`)
    } catch (error) {
      reasons.push(`${url}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new Error(reasons.join('; '))
}
