import type { CloudEvent } from '@millrace/cloudevents'
import { type Broker, Journal } from '@millrace/broker'
import { type Clocks, type LogPort, type Random, Refusal, messageOf, pause } from '@millrace/kernel'
import { BrokerLog } from './brokers/broker-log.ts'
import { EventFeed } from './brokers/event-feed.ts'
import { type EventType, EventTypes } from './brokers/event-types.ts'
import { Consents } from './delivery/consents.ts'
import type { Send } from './delivery/send.ts'
import type { Position } from './triggers/progress.ts'
import {
  type BrokerSpec,
  type TriggerCounts,
  type TriggerSpec,
  type TriggerState,
  keyOf,
  topicOf,
} from './triggers/trigger.ts'
import type { StoredEvent } from './brokers/stored-event.ts'
import type { DeliveryRecord } from './triggers/delivery-record.ts'
import { Failures } from './triggers/failures.ts'
import { Lanes } from './triggers/lanes.ts'
import { TriggerRun } from './triggers/trigger-run.ts'

export interface EventsOptions {
  readonly broker: Broker
  readonly clocks: Clocks
  readonly random: Random
  readonly send: Send
  readonly log: Pick<LogPort, 'warn' | 'error'>
}

interface HeldBroker {
  readonly spec: BrokerSpec
  readonly log: BrokerLog
  readonly feed: EventFeed
}

/** Where an event stands with one trigger. */
export interface EventStanding {
  readonly namespace: string
  readonly name: string
  readonly matched: boolean
  /** `at rest`: the trigger is not ready. `under way` includes waiting for a retry. */
  readonly place: 'before the trigger' | 'unread' | 'under way' | 'done' | 'at rest'
  /** Among the last deliveries of the trigger since it was started. */
  readonly deliveries: readonly DeliveryRecord[]
}

interface KeptPositions {
  readonly partitions: readonly Position[]
  /** Where the trigger began, by partition. */
  readonly since?: readonly number[]
}

interface HeldTrigger {
  readonly spec: TriggerSpec
  run: TriggerRun | undefined
}

/** What triggers know of themselves: definitions, positions, event types. Compacted; anybody may read it. */
const STATE_TOPIC = '__millrace_events'
const MOST_BROKERS = 1000
const MOST_TRIGGERS = 10_000
/** Requests that are out for longer are not waited for by `idle`. */
const PATIENCE_MS = 2000
const IDLE_POLL_MS = 2
const IDLE_MOST_MS = 5000

/**
 * Brokers and their triggers over the log. A trigger starts with the events that come after it was made, and goes on
 * where it stood after a restart.
 */
export class Events {
  readonly #options: EventsOptions
  readonly #journal: Journal
  readonly #state: Map<string, unknown>
  readonly #types: EventTypes
  /** What reached no subscriber. */
  readonly failures: Failures
  /** Permissions of subscribers that are asked for them. */
  readonly consents: Consents
  readonly #brokers = new Map<string, HeldBroker>()
  readonly #triggers = new Map<string, HeldTrigger>()
  /** What changes a trigger waits for what changes it already: two runs of one would both deliver, and keep its place. */
  readonly #turns = new Lanes()

  private constructor(options: EventsOptions, journal: Journal, state: Map<string, unknown>) {
    this.#options = options
    this.#journal = journal
    this.#state = state
    this.#types = new EventTypes(journal, state)
    const keeper = { get: (key: string) => state.get(key), keep: (key: string, value: object) => this.keep(key, value) }
    this.failures = new Failures(this)
    this.consents = new Consents(keeper, options)
  }

  /** @throws Fault STATE_FORMAT */
  static async open(options: EventsOptions): Promise<Events> {
    const { journal, entries } = await Journal.open(options.broker, STATE_TOPIC, () => options.clocks.domain.now())
    return new Events(options, journal, entries)
  }

  /**
   * Makes a broker, or changes how it delivers.
   *
   * @throws Refusal IMMUTABLE when its topic changes; LIMIT_EXCEEDED
   */
  async putBroker(spec: BrokerSpec): Promise<void> {
    const key = keyOf(spec)
    const held = this.#brokers.get(key)
    if (held !== undefined && topicOf(held.spec) !== topicOf(spec)) {
      throw new Refusal('IMMUTABLE', `broker ${key} keeps its topic ${topicOf(held.spec)}: make another broker`)
    }
    limit('brokers', MOST_BROKERS, held === undefined ? this.#brokers.size + 1 : 0)
    const log = held?.log ?? new BrokerLog(this.#options.broker, this.#options.clocks, topicOf(spec))
    await log.open(spec.partitions)
    const newSource = () => this.#options.broker.newSource()
    const feed = held?.feed ?? new EventFeed({ topic: log.topic, newSource, ends: () => log.ends() })
    this.#brokers.set(key, { spec, log, feed })
    await this.#eachOf(key, (trigger) => this.#restart(trigger))
  }

  /** Its events stay in their topic; its triggers are not ready any more. */
  async removeBroker(name: { readonly namespace: string; readonly name: string }): Promise<boolean> {
    const removed = this.#brokers.delete(keyOf(name))
    await this.#eachOf(keyOf(name), (trigger) => this.#rest(trigger))
    return removed
  }

  hasBroker(name: { readonly namespace: string; readonly name: string }): boolean {
    return this.#brokers.has(keyOf(name))
  }

  /** @throws Refusal IMMUTABLE when its broker changes; LIMIT_EXCEEDED */
  putTrigger(spec: TriggerSpec): Promise<void> {
    return this.#turns.run(keyOf(spec), () => this.#put(spec))
  }

  async #put(spec: TriggerSpec): Promise<void> {
    const key = keyOf(spec)
    const held = this.#triggers.get(key)
    if (held !== undefined && brokerKeyOf(held.spec) !== brokerKeyOf(spec)) {
      throw new Refusal('IMMUTABLE', `trigger ${key} keeps its broker ${held.spec.broker}: make another trigger`)
    }
    limit('triggers', MOST_TRIGGERS, held === undefined ? this.#triggers.size + 1 : 0)
    if (held !== undefined) await this.#rest(held)
    const trigger: HeldTrigger = { spec, run: undefined }
    this.#triggers.set(key, trigger)
    await this.#restart(trigger)
  }

  /** Forgets the trigger and its place. */
  removeTrigger(name: { readonly namespace: string; readonly name: string }): Promise<boolean> {
    return this.#turns.run(keyOf(name), async () => {
      const held = this.#triggers.get(keyOf(name))
      if (held === undefined) return false
      this.#triggers.delete(keyOf(name))
      await this.#rest(held)
      await this.forget(positionKey(name))
      return true
    })
  }

  stateOf(name: { readonly namespace: string; readonly name: string }): TriggerState | undefined {
    const held = this.#triggers.get(keyOf(name))
    if (held === undefined) return undefined
    const { spec, run } = held
    if (!this.#brokers.has(brokerKeyOf(spec))) {
      return { ready: false, reason: 'BrokerDoesNotExist', message: `there is no broker ${brokerKeyOf(spec)}` }
    }
    if ('unresolved' in spec.subscriber) {
      return { ready: false, reason: 'SubscriberNotResolved', message: spec.subscriber.unresolved }
    }
    if (run?.gone === true) {
      return { ready: false, reason: 'SubscriberGone', message: 'the subscriber answered 410: put the trigger again' }
    }
    return { ready: true, circuitOpen: run?.circuitOpen ?? false }
  }

  /** Where a trigger sends to, by the names that Knative's status has for it. */
  destinationsOf(name: { readonly namespace: string; readonly name: string }): {
    readonly subscriberUri?: string
    readonly deadLetterSinkUri?: string
  } {
    const spec = this.#triggers.get(keyOf(name))?.spec
    if (spec === undefined || 'unresolved' in spec.subscriber) return {}
    const policy = spec.policy ?? this.#brokers.get(brokerKeyOf(spec))?.spec.policy
    const deadLetterSinkUri = policy?.deadLetter
    return { subscriberUri: spec.subscriber.url, ...(deadLetterSinkUri === undefined ? {} : { deadLetterSinkUri }) }
  }

  /** What a trigger has done since it was started, its last deliveries, and where it stands. */
  reportOf(name: { readonly namespace: string; readonly name: string }):
    | {
        readonly counts: TriggerCounts
        readonly deliveries: readonly DeliveryRecord[]
        readonly positions: readonly Position[]
        readonly underWay: number
        /** Events of the broker that it has not looked at, or is not done with. */
        readonly lag: number
      }
    | undefined {
    const run = this.#triggers.get(keyOf(name))?.run
    if (run === undefined) return undefined
    const { counts, records: deliveries, underWay } = run
    const positions = run.positions()
    const ends = this.#brokers.get(brokerKeyOf(run.spec))?.log.ends() ?? []
    const lag = positions.reduce((sum, { next, done }, index) => sum + (ends[index] ?? next) - next - done.length, 0)
    return { counts, deliveries, positions, underWay, lag }
  }

  /**
   * Gives events to a broker: all or none, durable when the promise resolves.
   *
   * @throws Refusal UNKNOWN_BROKER; EventRefusal; Refusal and Fault of the log
   */
  async publish(
    broker: { readonly namespace: string; readonly name: string },
    events: readonly CloudEvent[],
    passed: readonly (readonly [string, string])[] = [],
  ): Promise<void> {
    await this.#existing(broker).log.append(events, passed)
    // Not waited for: what types there are never delays an event.
    void this.#types.note(broker, events).catch((error: unknown) => {
      this.#options.log.warn({ broker: keyOf(broker), reason: messageOf(error) }, 'event types were not kept')
    })
  }

  /**
   * Delivers one event to a trigger again, whatever became of it before; undefined when there is no such event, or nobody
   * to deliver to. The promise within is that of the delivery, which may take all of its retries.
   */
  async replay(
    name: { readonly namespace: string; readonly name: string },
    partition: number,
    offset: number,
  ): Promise<{ readonly delivery: Promise<DeliveryRecord> } | undefined> {
    const held = this.#triggers.get(keyOf(name))
    const broker = held && this.#brokers.get(brokerKeyOf(held.spec))
    const stored = await broker?.log.read(partition, offset)
    if (held?.run === undefined || stored === undefined) return undefined
    const delivery = held.run.deliver(stored)
    // Stopped before it was done: nobody waits for it then.
    delivery.catch(() => undefined)
    return { delivery }
  }

  /** The last events of a broker, newest first, among its last `most` records. @throws Refusal UNKNOWN_BROKER */
  latest(broker: { readonly namespace: string; readonly name: string }, most: number): Promise<StoredEvent[]> {
    return this.#existing(broker).log.latest(most)
  }

  /** One event by its place; undefined when there is none. @throws Refusal UNKNOWN_BROKER; EventRefusal */
  read(
    broker: { readonly namespace: string; readonly name: string },
    partition: number,
    offset: number,
  ): Promise<StoredEvent | undefined> {
    return this.#existing(broker).log.read(partition, offset)
  }

  /** Where an event stands with every trigger of its broker. */
  standingOf(
    broker: { readonly namespace: string; readonly name: string },
    { partition, offset, event }: StoredEvent,
  ): EventStanding[] {
    return [...this.#triggers.values()]
      .filter(({ spec }) => brokerKeyOf(spec) === keyOf(broker))
      .map(({ spec, run }) => {
        const since = this.#keptPositions(spec)?.since?.[partition]
        const matched = spec.matches(event)
        const place = offset < (since ?? 0) ? 'before the trigger' : (run?.placeOf(partition, offset) ?? 'at rest')
        const deliveries = (run?.records ?? []).filter((one) => one.partition === partition && one.offset === offset)
        const { namespace, name } = spec
        return { namespace, name, matched, place, deliveries }
      })
  }

  /** A broker's topic and how many records it holds now. */
  sizeOf(broker: { readonly namespace: string; readonly name: string }): {
    readonly topic: string
    readonly partitions: number
    readonly records: number
  } {
    const { log } = this.#existing(broker)
    const starts = log.starts()
    const records = log.ends().reduce((sum, end, index) => sum + end - (starts[index] ?? 0), 0)
    return { topic: log.topic, partitions: starts.length, records }
  }

  eventTypes(): readonly EventType[] {
    return this.#types.list()
  }

  /** Small things that others keep beside the positions, by key: definitions that came over the API. */
  kept(prefix: string): [key: string, value: unknown][] {
    return [...this.#state].filter(([key, value]) => key.startsWith(prefix) && value !== undefined)
  }
  async keep(key: string, value: object): Promise<void> {
    await this.#journal.write([{ key, value }])
    this.#state.set(key, value)
  }
  async forget(key: string): Promise<void> {
    await this.#journal.write([{ key, value: null }])
    this.#state.delete(key)
  }

  /**
   * Resolves when every event that was published is delivered, waits for its retry, or hangs at its subscriber; after five
   * seconds in any case, as an open transaction may keep a topic that feeds a broker from being read.
   */
  async idle(): Promise<void> {
    const { liveness } = this.#options.clocks
    const latest = liveness.now() + IDLE_MOST_MS
    while (!this.#isIdle(liveness.now() - PATIENCE_MS) && liveness.now() < latest) await pause(liveness, IDLE_POLL_MS)
  }

  #isIdle(since: number): boolean {
    for (const { spec, run } of this.#triggers.values()) {
      const ends = this.#brokers.get(brokerKeyOf(spec))?.log.ends()
      if (run !== undefined && ends !== undefined && !run.isIdle(ends, since)) return false
    }
    return true
  }

  /** Stops all triggers, and keeps their places. */
  async stop(): Promise<void> {
    await Promise.all([...this.#triggers.keys()].map((key) => this.#inTurn(key, (trigger) => this.#rest(trigger))))
  }

  /** What is done to a trigger when its turn comes, if it is still there then. */
  #inTurn(key: string, act: (trigger: HeldTrigger) => Promise<void>): Promise<void> {
    return this.#turns.run(key, async () => {
      const trigger = this.#triggers.get(key)
      if (trigger !== undefined) await act(trigger)
    })
  }

  async #eachOf(brokerKey: string, act: (trigger: HeldTrigger) => Promise<void>): Promise<void> {
    for (const [key, { spec }] of this.#triggers) if (brokerKeyOf(spec) === brokerKey) await this.#inTurn(key, act)
  }

  #existing(broker: { readonly namespace: string; readonly name: string }): HeldBroker {
    const held = this.#brokers.get(keyOf(broker))
    if (held === undefined) throw new Refusal('UNKNOWN_BROKER', `there is no broker ${keyOf(broker)}`)
    return held
  }

  #keptPositions(name: { readonly namespace: string; readonly name: string }): KeptPositions | undefined {
    return this.#state.get(positionKey(name)) as KeptPositions | undefined
  }

  async #rest(trigger: HeldTrigger): Promise<void> {
    const { run } = trigger
    trigger.run = undefined
    await run?.stop()
  }

  async #restart(trigger: HeldTrigger): Promise<void> {
    await this.#rest(trigger)
    const { spec } = trigger
    const broker = this.#brokers.get(brokerKeyOf(spec))
    if (broker === undefined || 'unresolved' in spec.subscriber) return
    const addressed = { ...spec, url: spec.subscriber.url }
    const positions = await this.#positionsOf(spec, broker.log)
    const consent = await this.consents.of(addressed)
    const { clocks, send, log } = this.#options
    trigger.run = new TriggerRun(
      addressed,
      { log: broker.log, feed: broker.feed, policy: broker.spec.policy },
      positions,
      {
        clocks,
        send,
        log,
        newSource: () => this.#options.broker.newSource(),
        consent,
        save: (now) => this.keep(positionKey(spec), { ...this.#keptPositions(spec), partitions: now }),
        delivered: (record) => this.#noteDelivery(spec, record),
        reply: (event) =>
          this.publish({ namespace: spec.brokerNamespace ?? spec.namespace, name: spec.broker }, [event]),
      },
    )
  }

  #noteDelivery({ namespace, name, broker }: TriggerSpec, record: DeliveryRecord): void {
    this.failures.note({ ...record, namespace, trigger: name, broker }).catch((error: unknown) => {
      this.#options.log.warn({ trigger: name, reason: messageOf(error) }, 'a delivery that failed was not noted')
    })
  }

  /** Where it stood, or the end of the log: kept before anything is promised. */
  async #positionsOf(spec: TriggerSpec, log: BrokerLog): Promise<readonly Position[]> {
    const kept = this.#keptPositions(spec)
    const starts = log.starts()
    const fresh = kept === undefined ? log.ends() : starts
    const positions = starts.map((start, index): Position => {
      const { next, done } = kept?.partitions[index] ?? { next: fresh[index] ?? 0, done: [] }
      return { next: Math.max(next, start), done }
    })
    if (kept === undefined) await this.keep(positionKey(spec), { partitions: positions, since: fresh })
    return positions
  }
}

const brokerKeyOf = ({ namespace, broker, brokerNamespace }: TriggerSpec): string =>
  keyOf({ namespace: brokerNamespace ?? namespace, name: broker })

const positionKey = (name: { readonly namespace: string; readonly name: string }): string => `position/${keyOf(name)}`

function limit(what: string, most: number, asked: number): void {
  if (asked > most) throw new Refusal('LIMIT_EXCEEDED', `there are at most ${most} ${what}`)
}
