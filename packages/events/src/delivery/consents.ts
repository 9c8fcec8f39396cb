import { type Random, Refusal, hex } from '@millrace/kernel'
import { type TriggerSpec, keyOf } from '../triggers/trigger.ts'
import type { Send } from './send.ts'
import { type KeptConsent, WebhookConsent } from './webhook-consent.ts'

/** Where small things are kept by key. */
export interface Keeper {
  get(key: string): unknown
  keep(key: string, value: object): Promise<void>
}

const PREFIX = 'consent/'
const KEY_BYTES = 24

/** The permissions of the subscribers that are asked for one, found by the key of their callback. */
export class Consents {
  readonly #keeper: Keeper
  readonly #random: Random
  readonly #send: Send
  readonly #byKey = new Map<string, { readonly kept: KeptConsent; readonly place: string; consent: WebhookConsent }>()
  #callbacks: string | undefined

  constructor(keeper: Keeper, ports: { readonly random: Random; readonly send: Send }) {
    this.#keeper = keeper
    this.#random = ports.random
    this.#send = ports.send
  }

  /** Address that keys are appended to; without one subscribers are not offered to grant later. */
  callbacksAt(address: string): void {
    this.#callbacks = address
  }

  /** Of a trigger that asks; the key is durable before it is sent anywhere. */
  async of(spec: TriggerSpec & { readonly url: string }): Promise<WebhookConsent | undefined> {
    const { webhookOrigin: origin, webhookRate: rate, url } = spec
    if (origin === undefined) return undefined
    const place = PREFIX + keyOf(spec)
    const kept = await this.#kept(place, { url, origin })
    const callback = this.#callbacks === undefined ? undefined : `${this.#callbacks}${kept.key}`
    const consent = new WebhookConsent(this.#send, { url, origin, rate, callback }, kept.everyMs)
    this.#byKey.set(kept.key, { kept, place, consent })
    return consent
  }

  /**
   * A callback came; false for a key that there is none of.
   *
   * @throws Refusal INVALID_RATE
   */
  async grant(key: string, rate: string | undefined): Promise<boolean> {
    const held = this.#byKey.get(key)
    if (held === undefined) return false
    const consent = held.consent.grant(rate)
    if (consent.kind === 'refused') throw new Refusal('INVALID_RATE', consent.message)
    await this.#keeper.keep(held.place, { ...held.kept, everyMs: consent.everyMs })
    return true
  }

  /** What holds for this address and origin; another address or origin has to be asked anew. */
  async #kept(place: string, { url, origin }: { readonly url: string; readonly origin: string }): Promise<KeptConsent> {
    const before = this.#keeper.get(place) as KeptConsent | undefined
    if (before?.url === url && before.origin === origin) return before
    if (before !== undefined) this.#byKey.delete(before.key)
    const kept = { key: hex(this.#random.bytes(KEY_BYTES)), url, origin }
    await this.#keeper.keep(place, kept)
    return kept
  }
}
