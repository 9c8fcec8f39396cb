import {
  encodeHttpBinary,
  encodeHttpStructured,
  type CloudEvent,
  requiredText,
  signatureHeaders,
  textOf,
  withAttributes,
  EventRefusal,
} from '@millrace/cloudevents'
import { createHash } from 'node:crypto'
import { type Clocks, messageOf } from '@millrace/kernel'
import type { StoredEvent } from '../brokers/stored-event.ts'
import { TTL } from '../brokers/time-to-live.ts'
import { Breaker } from './breaker.ts'
import { deadLetterOf } from './dead-letter.ts'
import { type DeliveryPolicy, retryDelayMs } from './policy.ts'
import { rest } from './rest.ts'
import type { Send } from './send.ts'
import { Slots } from './slots.ts'
import { type Failure, type Verdict, verdictOf } from './verdict.ts'
import type { WebhookConsent } from './webhook-consent.ts'

/** One request that was made for an event. */
export interface Attempt {
  readonly url: string
  /** Domain time, ms since epoch. */
  readonly at: number
  readonly tookMs: number
  /** HTTP status; 500 without an answer, 502 for a reply that is no event. */
  readonly status: number
  /** What was wrong, or is to be known, at most 200 characters. */
  readonly fault: string | undefined
  /** What the subscriber says it did (header `millrace-outcome`), at most 200 characters. */
  readonly answer?: string | undefined
}

export interface Delivered {
  readonly outcome: 'delivered' | 'dead-lettered' | 'dropped'
  readonly attempts: readonly Attempt[]
  readonly replied: boolean
  /** The reply that went into the broker. */
  readonly reply?: { readonly source: string; readonly id: string; readonly type: string } | undefined
  /** The subscriber answered 410. */
  readonly gone: boolean
}

export interface DeliveryPorts {
  readonly clocks: Clocks
  readonly send: Send
  /** Puts a reply into the broker; resolves when it is durable. */
  readonly reply: (event: CloudEvent) => Promise<void>
  readonly signal: AbortSignal
}

export interface DeliveryTarget {
  readonly url: string
  readonly namespace: string
  readonly policy: DeliveryPolicy
  /** Requests to the subscriber at once. */
  readonly concurrency: number
  readonly signingSecret: string | undefined
  /** Permission that is asked for before anything is sent; every delivery carries its origin. */
  readonly consent: WebhookConsent | undefined
  /** Sent to the subscriber as `Authorization: Bearer`. */
  readonly bearerToken: string | undefined
}

const ATTEMPTS_KEPT = 20

/**
 * Delivers events to one subscriber: tries, waits, tries again, takes replies, and gives up to the dead letter sink.
 * Waiting for a retry takes no slot; the circuit breaker is for the subscriber alone. Waits are on the domain clock, so
 * that an `advance` of virtual time brings the retries that fall due; a request's own deadline is on the liveness clock.
 */
export class Delivery {
  readonly #target: DeliveryTarget
  readonly #ports: DeliveryPorts
  readonly #slots: Slots
  readonly #breaker = new Breaker()
  #nextAt = 0
  /** When the requests that are out were sent, liveness time. */
  readonly #out = new Set<{ readonly since: number }>()

  constructor(target: DeliveryTarget, ports: DeliveryPorts) {
    this.#target = target
    this.#ports = ports
    this.#slots = new Slots(target.concurrency)
  }

  get circuitOpen(): boolean {
    return this.#breaker.isOpen
  }

  /** Whether a request is out that was sent after `since`, liveness time. */
  sendsSince(since: number): boolean {
    for (const request of this.#out) if (request.since > since) return true
    return false
  }

  /** Rejects with the signal's reason when stopped first: then the event is delivered again after a start. */
  async deliver(stored: StoredEvent): Promise<Delivered> {
    const { url, policy } = this.#target
    const attempts: Attempt[] = []
    const event = withAttributes(stored.event, { [TTL]: undefined })
    const first = await this.#persist({ url, event, stored, breaker: this.#breaker }, attempts)
    if (first.kind === 'done') return { outcome: 'delivered', attempts, replied: false, gone: false }
    if (first.kind === 'reply') {
      const [source, id, type] = (['source', 'id', 'type'] as const).map((name) => requiredText(first.event, name))
      const reply = { source: source ?? '', id: id ?? '', type: type ?? '' }
      return { outcome: 'delivered', attempts, replied: true, reply, gone: false }
    }
    const gone = first.kind === 'gone'
    if (policy.deadLetter === undefined) return { outcome: 'dropped', attempts, replied: false, gone }
    const letter = deadLetterOf(event, url, first)
    const last = await this.#persist({ url: policy.deadLetter, event: letter, stored, breaker: undefined }, attempts)
    const outcome = last.kind === 'done' || last.kind === 'reply' ? 'dead-lettered' : 'dropped'
    return { outcome, attempts, replied: false, gone }
  }

  /** Attempts until there is an answer that counts, or no retry is left. */
  async #persist(going: Going, attempts: Attempt[]): Promise<Verdict> {
    const { policy } = this.#target
    for (let retry = 0; ; retry++) {
      const verdict = await this.#attempt(going, attempts)
      if (verdict.kind !== 'retry' || retry >= policy.retries) return verdict
      await rest(this.#ports.clocks.domain, retryDelayMs(policy, retry, verdict.retryAfterMs), this.#ports.signal)
    }
  }

  async #attempt(going: Going, attempts: Attempt[]): Promise<Verdict> {
    const { signal } = this.#ports
    const { domain, liveness } = this.#ports.clocks
    await this.#slots.take()
    try {
      for (;;) {
        signal.throwIfAborted()
        const waitMs = going.breaker?.admit(domain.now()) ?? 0
        if (waitMs === 0) break
        await rest(domain, waitMs, signal)
      }
      const refused = going.breaker === undefined ? undefined : await this.#permission()
      const startedAt = liveness.now()
      const verdict = refused ?? (await this.#outside(() => this.#exchange(going)))
      if (attempts.length < ATTEMPTS_KEPT) attempts.push(this.#attemptOf(going.url, startedAt, verdict))
      // What the subscriber refuses tells nothing against its health.
      if (verdict.kind === 'retry') going.breaker?.failed(domain.now())
      else going.breaker?.succeeded()
      return verdict
    } finally {
      this.#slots.release()
    }
  }

  /** Waits for its turn at the rate that was granted; gives why nothing may be sent, if so. */
  async #permission(): Promise<Verdict | undefined> {
    const { consent: webhook } = this.#target
    if (webhook === undefined) return undefined
    const { clocks, signal } = this.#ports
    const consent = await this.#outside(() => webhook.current())
    if (consent.kind === 'refused') {
      const detail = Buffer.from(`no consent: ${consent.message}`)
      return { kind: 'retry', status: 500, detail, retryAfterMs: undefined }
    }
    const now = clocks.domain.now()
    const at = Math.max(now, this.#nextAt)
    this.#nextAt = at + consent.everyMs
    if (at > now) await rest(clocks.domain, at - now, signal)
    return undefined
  }

  async #outside<T>(call: () => Promise<T>): Promise<T> {
    const request = { since: this.#ports.clocks.liveness.now() }
    this.#out.add(request)
    try {
      return await call()
    } finally {
      this.#out.delete(request)
    }
  }

  async #exchange({ url, event, stored, breaker }: Going): Promise<Verdict> {
    const { clocks, send, reply } = this.#ports
    const { headers, body } = this.#message(event, stored, breaker !== undefined)
    const timeoutMs = this.#target.policy.timeoutMs
    const result = await send({ method: 'POST', url, headers, body, timeoutMs })
    const verdict = verdictOf(result, clocks.domain.now())
    if (verdict.kind !== 'reply' || breaker === undefined) return verdict
    try {
      const ttl = stored.event.attributes.get(TTL)
      await reply(withAttributes(verdict.event, { [TTL]: ttl }))
      return verdict
    } catch (error) {
      // A loop ends here, and is not begun again.
      if (error instanceof EventRefusal) return { kind: 'failed', status: 400, detail: Buffer.from(error.message) }
      // A reply that is not kept makes the whole delivery fail: the subscriber is asked again.
      const detail = Buffer.from(`the reply was not kept: ${messageOf(error)}`)
      return { kind: 'retry', status: 500, detail, retryAfterMs: undefined }
    }
  }

  #message(event: CloudEvent, stored: StoredEvent, takesReplies: boolean) {
    const { policy, namespace, signingSecret, consent, bearerToken } = this.#target
    const encoded = policy.format === 'json' ? encodeHttpStructured(event) : encodeHttpBinary(event)
    const headers: (readonly [string, string])[] = [...encoded.headers, ...stored.headers]
    headers.push(['kn-namespace', namespace])
    if (takesReplies) headers.push(['prefer', 'reply'])
    if (takesReplies && consent !== undefined) headers.push(['webhook-request-origin', consent.origin])
    if (takesReplies && bearerToken !== undefined) headers.push(['authorization', `Bearer ${bearerToken}`])
    if (signingSecret !== undefined) {
      const timestamp = Math.floor(this.#ports.clocks.domain.now() / 1000)
      headers.push(...signatureHeaders(signingSecret, { id: messageIdOf(event), timestamp, body: encoded.body }))
    }
    return { headers, body: encoded.body }
  }

  #attemptOf(url: string, startedAt: number, verdict: Verdict): Attempt {
    const { domain, liveness } = this.#ports.clocks
    const fault = 'detail' in verdict ? faultText(verdict) : verdict.kind === 'done' ? verdict.note : undefined
    const answer = verdict.kind === 'done' ? verdict.told : undefined
    return { url, at: domain.now(), tookMs: liveness.now() - startedAt, status: verdict.status, fault, answer }
  }
}

interface Going {
  readonly url: string
  readonly event: CloudEvent
  readonly stored: StoredEvent
  /** undefined for a dead letter sink. */
  readonly breaker: Breaker | undefined
}

const faultText = ({ detail }: Failure): string => detail.subarray(0, 200).toString()

/** The same for every attempt at an event, and no other event's: an event is known by its source and id. */
function messageIdOf(event: CloudEvent): string {
  const identity = JSON.stringify([requiredText(event, 'source'), textOf(event, 'id')])
  return `msg_${createHash('sha256').update(identity).digest('base64url').slice(0, 27)}`
}
