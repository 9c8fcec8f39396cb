import { messageOf } from '@millrace/kernel'
import { type Checked, ok, wrong } from './checked.ts'
import type { Entity, EntityKind, Wire } from './entity.ts'

/**
 * What happened to an entity, as a record of its topic: key = id, value
 * `{"eventType":"set"|"remove","payload":{…}}` (camel case, as the original's EventSerializer has it) or null, the
 * tombstone that lets compaction free the key.
 */
export type EntityEvent<E extends Entity> =
  | { readonly eventType: 'set'; readonly payload: E }
  | { readonly eventType: 'remove'; readonly payload: Wire & Entity }

export function encodeEvent<E extends Entity>(
  kind: Pick<EntityKind<E, never>, 'toWire'>,
  event: EntityEvent<E>,
): string {
  const payload = event.eventType === 'set' ? kind.toWire(event.payload) : event.payload
  return JSON.stringify({ eventType: event.eventType, payload })
}

/** Reads an event by whomever it was written. The original ignores a payload's unknown fields, and so does this. */
export function decodeEvent<E extends Entity>(
  kind: Pick<EntityKind<E, never>, 'fromWire'>,
  text: string,
): Checked<EntityEvent<E>> {
  const parsed = parse(text)
  if (parsed.kind === 'wrong') return parsed
  const { eventType, payload } = parsed.value
  if (!isObject(payload)) return wrong('payload must be an object')
  const { id } = payload
  if (typeof id !== 'string') return wrong('payload.id must be a text')
  if (eventType === 'remove') return ok({ eventType, payload: { ...payload, id } })
  if (eventType !== 'set')
    return wrong(`eventType must be set or remove, not ${JSON.stringify(eventType) ?? 'missing'}`)
  const entity = kind.fromWire(payload)
  return entity.kind === 'ok' ? ok({ eventType, payload: entity.value }) : entity
}

/**
 * What the entity is after the event; undefined: gone.
 *
 * @throws Error when key and payload name different entities: a view that keeps them by key and one that keeps them by
 *   id, as the original's, would differ.
 */
export function after<E extends Entity>(key: string, event: EntityEvent<E> | null): E | undefined {
  if (event === null) return undefined
  if (event.payload.id !== key) throw new Error(`payload.id must be the record's key ${key}, not ${event.payload.id}`)
  return event.eventType === 'set' ? event.payload : undefined
}

function parse(text: string): Checked<Wire> {
  try {
    const value = JSON.parse(text) as unknown
    return isObject(value) ? ok(value) : wrong('it must be a JSON object')
  } catch (error) {
    return wrong(`it is not JSON: ${messageOf(error)}`)
  }
}

const isObject = (value: unknown): value is Wire => typeof value === 'object' && value !== null && !Array.isArray(value)
