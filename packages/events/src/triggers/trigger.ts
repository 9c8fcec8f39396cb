import type { DeliveryPolicy } from '../delivery/policy.ts'
import type { Matches } from '../filters/filter.ts'

/** A broker, as configured. */
export interface BrokerSpec {
  readonly namespace: string
  readonly name: string
  /** Topic that holds its events; `events.<namespace>.<name>` when left out. */
  readonly topic?: string | undefined
  readonly partitions: number
  /** For triggers that have none of their own. */
  readonly policy?: DeliveryPolicy | undefined
}

/** A trigger, compiled. */
export interface TriggerSpec {
  readonly namespace: string
  readonly name: string
  /** In the same namespace, unless `brokerNamespace` says otherwise. */
  readonly broker: string
  readonly brokerNamespace?: string | undefined
  readonly matches: Matches
  /** Why there is no address to send to, when there is none. */
  readonly subscriber: { readonly url: string } | { readonly unresolved: string }
  /** Replaces the broker's as a whole. */
  readonly policy?: DeliveryPolicy | undefined
  readonly ordered: boolean
  readonly concurrency: number
  /** Events (source and id) that are remembered, so that duplicates are passed over; 0 for none. */
  readonly dedupe: number
  readonly signingSecret?: string | undefined
  /** Asks the subscriber for permission under this name before anything is sent (CloudEvents webhook). */
  readonly webhookOrigin?: string | undefined
  /** Requests a minute that the subscriber is asked to allow; any number without it. */
  readonly webhookRate?: number | undefined
  /** Sent with each delivery as `Authorization: Bearer` (RFC 6750). */
  readonly bearerToken?: string | undefined
}

export type TriggerState =
  | { readonly ready: true; readonly circuitOpen: boolean }
  | { readonly ready: false; readonly reason: string; readonly message: string }

export interface TriggerCounts {
  readonly delivered: number
  readonly deadLettered: number
  readonly dropped: number
  readonly expired: number
  readonly duplicates: number
  readonly skipped: number
  readonly replies: number
}

export const keyOf = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string =>
  `${namespace}/${name}`

export const topicOf = ({ namespace, name, topic }: BrokerSpec): string => topic ?? `events.${namespace}.${name}`
