import type { EventData, EventType } from '../contract/events.ts'
import type { Outgoing } from './change.ts'

/** What a service tells of itself. */
export interface Told<T extends EventType> {
  readonly source: string
  readonly type: T
  /** Names what happened, the same however often it is told. */
  readonly fact: string
  readonly data: EventData<T> & { readonly sessionId: string }
  readonly subject: string
  /** By which processes wait for it. */
  readonly correlationKey: string | undefined
  /** ms since epoch. */
  readonly at: number
}

/** An event that is sent in the order of its session. */
export function toldEvent<T extends EventType>(told: Told<T>): Outgoing {
  const { source, type, fact, data, subject, correlationKey, at } = told
  const { sessionId } = data
  const extensions = { correlationkey: correlationKey, partitionkey: sessionId }
  const body = { id: `${type}/${fact}`, source, type, time: at, subject, data, extensions }
  return { kind: 'event', lane: sessionId, body }
}
