import { type Codec, type Topic, text, topic } from '@millrace/client'
import type { Entity, EntityKind, Wire } from './entity.ts'
import { type EntityEvent, decodeEvent, encodeEvent } from './event.ts'

export interface EntityTopic<E extends Entity, Name extends string = string> extends Topic<
  Name,
  string,
  EntityEvent<E> | null
> {
  /** The whole entity as JSON, which a removal carries as its payload. */
  readonly wire: (entity: E) => Wire & Entity
}

/** The compacted topic of a kind, `eventbus.products`, with the settings that the original's instructions give it. */
export function entityTopic<E extends Entity, Input, Plural extends string>(
  kind: EntityKind<E, Input> & { readonly plural: Plural },
): EntityTopic<E, `eventbus.${Plural}`> {
  const wire = (entity: E): Wire & Entity => ({ ...kind.toWire(entity), id: entity.id })
  const events = topic({
    name: `eventbus.${kind.plural}`,
    key: text(),
    value: eventCodec(kind),
    partitions: 1,
    configs: { 'cleanup.policy': 'compact', 'retention.bytes': '-1', 'retention.ms': '-1' },
  })
  return { ...events, wire }
}

function eventCodec<E extends Entity, Input>(kind: EntityKind<E, Input>): Codec<EntityEvent<E> | null> {
  const utf8 = text()
  return {
    encode: (event) => (event === null ? null : Buffer.from(encodeEvent(kind, event))),
    decode: (bytes) => {
      if (bytes === null) return { kind: 'value', value: null }
      const read = utf8.decode(bytes)
      if (read.kind === 'poison') return read
      const event = decodeEvent(kind, read.value)
      return event.kind === 'ok' ? { kind: 'value', value: event.value } : { kind: 'poison', reason: event.reason }
    },
  }
}
