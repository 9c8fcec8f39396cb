import { type CloudEvent, textOf } from '@millrace/cloudevents'
import type { BatchSource, Clocks, LogPort } from '@millrace/kernel'
import type { BrokerLog } from '../brokers/broker-log.ts'
import type { EventFeed } from '../brokers/event-feed.ts'
import type { StoredEvent } from '../brokers/stored-event.ts'
import { type Delivered, Delivery } from '../delivery/delivery.ts'
import { DEFAULT_POLICY, type DeliveryPolicy } from '../delivery/policy.ts'
import type { Send } from '../delivery/send.ts'
import type { WebhookConsent } from '../delivery/webhook-consent.ts'
import { type DeliveryRecord, recordOfDelivery } from './delivery-record.ts'
import type { Position } from './progress.ts'
import { RecentlySeen } from './recently-seen.ts'
import { type TriggerCounts, type TriggerSpec, keyOf } from './trigger.ts'
import { TriggerWorker } from './worker.ts'

export interface TriggerPorts {
  readonly clocks: Clocks
  readonly send: Send
  readonly log: Pick<LogPort, 'warn' | 'error'>
  readonly newSource: () => BatchSource
  readonly save: (positions: readonly Position[]) => Promise<void>
  /** The subscriber's permission, where it is asked for. */
  readonly consent: WebhookConsent | undefined
  readonly delivered: (record: DeliveryRecord) => void
  /** Puts a reply into the trigger's broker; resolves when it is durable. */
  readonly reply: (event: CloudEvent) => Promise<void>
}

const RECORDS_KEPT = 200

/** One trigger at work. */
export class TriggerRun {
  readonly #spec: TriggerSpec & { readonly url: string }
  readonly #ports: TriggerPorts
  readonly #stop = new AbortController()
  readonly #delivery: Delivery
  readonly #worker: TriggerWorker
  readonly #seen: RecentlySeen | undefined
  readonly #records: DeliveryRecord[] = []
  readonly #counts = { delivered: 0, deadLettered: 0, dropped: 0, expired: 0, duplicates: 0, skipped: 0, replies: 0 }
  #gone = false

  constructor(
    spec: TriggerSpec & { readonly url: string },
    broker: { readonly log: BrokerLog; readonly feed: EventFeed; readonly policy: DeliveryPolicy | undefined },
    positions: readonly Position[],
    ports: TriggerPorts,
  ) {
    this.#spec = spec
    this.#ports = ports
    this.#seen = spec.dedupe > 0 ? new RecentlySeen(spec.dedupe) : undefined
    this.#delivery = new Delivery(
      {
        ...spec,
        policy: spec.policy ?? broker.policy ?? DEFAULT_POLICY,
        signingSecret: spec.signingSecret,
        consent: ports.consent,
        bearerToken: spec.bearerToken,
      },
      { ...ports, signal: this.#stop.signal },
    )
    this.#worker = new TriggerWorker({
      feed: broker.feed,
      newSource: ports.newSource,
      topic: broker.log.topic,
      positions,
      matches: spec.matches,
      ordered: spec.ordered,
      deliver: async (event) => void (this.#passedOver(event) || (await this.deliver(event))),
      save: ports.save,
      clock: ports.clocks.liveness,
      signal: this.#stop.signal,
      report: ({ kind, error }) => {
        if (kind === 'skipped') this.#counts.skipped += 1
        else ports.log.warn({ trigger: keyOf(spec), kind, reason: error.message }, 'a trigger has a fault')
      },
    })
    this.#worker.start()
  }

  get spec(): TriggerSpec {
    return this.#spec
  }
  get gone(): boolean {
    return this.#gone
  }
  get circuitOpen(): boolean {
    return this.#delivery.circuitOpen
  }
  get counts(): TriggerCounts {
    return this.#counts
  }
  get underWay(): number {
    return this.#worker.underWay
  }
  /** The last deliveries, newest last. */
  get records(): readonly DeliveryRecord[] {
    return this.#records
  }
  positions(): Position[] {
    return this.#worker.positions()
  }

  /** Where the event at a place stands with this trigger. */
  placeOf(partition: number, offset: number): 'unread' | 'under way' | 'done' {
    return this.#worker.placeOf(partition, offset)
  }

  /** Whether nothing is left to do now but to wait: for a retry, or for a request that is out since before `since`. */
  isIdle(ends: readonly number[], since: number): boolean {
    return this.#gone || (this.#worker.caughtUp(ends) && !this.#delivery.sendsSince(since))
  }

  /** Delivers one event, whatever became of it before. */
  async deliver(stored: StoredEvent): Promise<DeliveryRecord> {
    const delivered = await this.#delivery.deliver(stored)
    this.#count(delivered)
    const record = recordOfDelivery(stored, delivered)
    this.#records.push(record)
    if (this.#records.length > RECORDS_KEPT) this.#records.shift()
    this.#ports.delivered(record)
    if (!delivered.gone || this.#gone) return record
    this.#gone = true
    this.#ports.log.warn({ trigger: keyOf(this.#spec) }, 'the subscriber answered 410: the trigger rests')
    // This event is done; what follows waits for a trigger that is put again.
    queueMicrotask(() => this.#stop.abort(new Error('the subscriber is gone')))
    return record
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('the trigger is stopped'))
    await this.#worker.stopped()
  }

  #passedOver({ event }: StoredEvent): boolean {
    const expiry = textOf(event, 'expirytime')
    if (expiry !== undefined && Date.parse(expiry) <= this.#ports.clocks.domain.now()) {
      this.#counts.expired += 1
      return true
    }
    const identity = JSON.stringify([textOf(event, 'source'), textOf(event, 'id')])
    if (this.#seen?.check(identity) !== true) return false
    this.#counts.duplicates += 1
    return true
  }

  #count({ outcome, replied }: Delivered): void {
    if (outcome === 'delivered') this.#counts.delivered += 1
    else if (outcome === 'dead-lettered') this.#counts.deadLettered += 1
    else this.#counts.dropped += 1
    if (replied) this.#counts.replies += 1
  }
}
