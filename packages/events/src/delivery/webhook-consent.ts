import { type Consent, type ConsentRequest, askConsent, rated } from './consent.ts'
import type { Send } from './send.ts'

/** What is kept of a target's permission, so that a restart does not ask an administrator again. */
export interface KeptConsent {
  /** Hard to guess: part of the callback's address. */
  readonly key: string
  readonly url: string
  readonly origin: string
  /** ms between deliveries, when it was granted by the callback. */
  readonly everyMs?: number
}

/** A target's permission (CloudEvents, HTTP webhook, section 4): asked for before the first delivery, or granted later. */
export class WebhookConsent {
  readonly #send: Send
  readonly #request: ConsentRequest
  #consent: Promise<Consent> | undefined

  constructor(send: Send, request: ConsentRequest, granted: number | undefined) {
    this.#send = send
    this.#request = request
    if (granted !== undefined) this.#consent = Promise.resolve({ kind: 'granted', everyMs: granted })
  }

  get origin(): string {
    return this.#request.origin
  }

  /** The permission as it stands; a refused one is asked for again at the next call. */
  async current(): Promise<Consent> {
    const asked = (this.#consent ??= askConsent(this.#send, this.#request))
    const consent = await asked
    if (consent.kind === 'refused' && this.#consent === asked) this.#consent = undefined
    return consent
  }

  /** By the callback; without a rate the one that was asked for counts. */
  grant(rate: string | undefined): Consent {
    const consent = rated(rate ?? String(this.#request.rate ?? '*'))
    if (consent.kind === 'granted') this.#consent = Promise.resolve(consent)
    return consent
  }
}
