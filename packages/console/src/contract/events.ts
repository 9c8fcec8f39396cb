import { z } from 'zod'

/** A broker, as `GET /overview` of the events broker lists it. */
export interface EventBroker {
  namespace: string
  name: string
  /** `built-in`, `directory` (a file) or `api`. */
  origin: string
  address: string
  topic: string
  partitions: number
  records: number
  deadLetter?: string
  notReady?: string
}

export interface TriggerState {
  ready: boolean
  reason?: string
  message?: string
  circuitOpen?: boolean
}

export interface TriggerCounts {
  delivered: number
  deadLettered: number
  dropped: number
  expired: number
  duplicates: number
  skipped: number
  replies: number
}

export interface EventTrigger {
  namespace: string
  name: string
  origin: string
  broker: string
  filter?: { attributes?: Record<string, string> }
  filters?: unknown[]
  subscriberUri?: string
  deadLetterSinkUri?: string
  state?: TriggerState
  counts?: TriggerCounts
  underWay?: number
  lag?: number
}

export interface EventType {
  namespace: string
  broker: string
  type: string
  source: string
  schema?: string
}

export interface EventsOverview {
  brokers: EventBroker[]
  triggers: EventTrigger[]
  eventTypes: EventType[]
  failures: number
}

/** Where an event lies in its broker's topic, and what it is. */
export interface EventSummary {
  partition: number
  offset: number
  /** When it was taken, ms since epoch. */
  at: number
  attributes: Record<string, string | number | boolean>
  dataBytes: number
}

export interface Attempt {
  url: string
  at: number
  tookMs: number
  status: number
  fault?: string
  /** What the subscriber says it did. */
  answer?: string
}

export interface Delivery {
  partition: number
  offset: number
  id: string
  source: string
  type: string
  outcome: 'delivered' | 'dead-lettered' | 'dropped'
  attempts: Attempt[]
  replied: boolean
  reply?: { source: string; id: string; type: string }
  gone: boolean
}

export interface FailedDelivery extends Delivery {
  namespace: string
  trigger: string
  broker: string
}

/** Why a filter takes an event, or does not. */
export interface Explanation {
  dialect: string
  matches: boolean
  compared?: Record<string, { wanted: string; found: string | null }>
  expression?: string
  value?: unknown
  errors?: string[]
  parts?: Explanation[]
}

/** What one trigger had to do with one event. */
export interface EventStanding {
  namespace: string
  name: string
  matched: boolean
  place: 'before the trigger' | 'unread' | 'under way' | 'done' | 'at rest'
  why: Explanation[]
  deliveries: Delivery[]
}

export interface EventPath extends EventSummary {
  /** Headers of the publisher's request that are passed on. */
  headers: Record<string, string>
  /** In CloudEvents' JSON format. */
  event: Record<string, unknown>
  triggers: EventStanding[]
  failures: FailedDelivery[]
}

export interface TriggerReport {
  state?: TriggerState
  counts?: TriggerCounts
  /** The last 200. */
  deliveries?: Delivery[]
  underWay?: number
  lag?: number
}

/** Answer to a replay: the delivery, unless it takes longer than five seconds. */
export interface Replayed {
  status: 'Success' | 'Accepted'
  message?: string
  delivery?: Delivery
}

const text = z.string().max(8000)

export const sendEventBody = z.object({
  attributes: z.record(z.string().regex(/^[a-z0-9]{1,100}$/, 'a name has small letters and digits only'), text),
  data: z.string().max(3_000_000).optional(),
})
export type SendEvent = z.infer<typeof sendEventBody>
