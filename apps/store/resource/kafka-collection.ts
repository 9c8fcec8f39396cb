import type { KafkaClient } from '@millrace/client'
import { type SnapshotStore, type Table, table } from '@millrace/streams'
import type { Collection } from './collection.ts'
import type { Entity } from './entity.ts'
import { after } from './event.ts'
import { soon } from './soon.ts'
import type { EntityTopic } from './topic.ts'

const READ_MOST_MS = 5000
const WRITE_MOST_MS = 15_000

/** Goes up when the meaning of a kept entity changes. */
const SNAPSHOT_VERSION = 1

export interface CollectionOptions {
  /** Tells the view apart in logs and among snapshots: `purchases.customers`. */
  readonly name: string
  /** False where an original subscriber, which a null value kills, reads along. */
  readonly tombstones: boolean
  readonly snapshots?: SnapshotStore | undefined
  /** Views of another service's topic leave its bad records to that service. */
  readonly isForeign?: boolean
}

/** A collection over a topic: entities from a materialised view, changes by a producer with acks=all. */
export interface KafkaCollection<E extends Entity> extends Collection<E> {
  readonly table: Table<string, E>
  /** Resolves when the view holds everything that was in the topic at the start. */
  ready(): Promise<void>
  stop(): Promise<void>
}

export function kafkaCollection<E extends Entity>(
  kafka: KafkaClient,
  topic: EntityTopic<E>,
  { name, tombstones, snapshots, isForeign = false }: CollectionOptions,
): KafkaCollection<E> {
  const entities = table<string, string, Parameters<typeof topic.record>[1], E>(kafka, topic, {
    name,
    reduce: (_, { key, value }) => after(key, value),
    deadLetter: isForeign ? 'off' : '.dlq',
    ...(snapshots !== undefined && { snapshot: { store: snapshots, version: SNAPSHOT_VERSION } }),
  })
  const { liveness } = kafka.ports.clocks
  const publish = async (id: string, ...events: readonly Parameters<typeof topic.record>[1][]): Promise<void> => {
    const positions = await Promise.all(events.map((event) => kafka.producer().send(topic.record(id, event))))
    await Promise.all(positions.map((position) => entities.waitFor(position, WRITE_MOST_MS)))
  }
  return {
    table: entities,
    get size() {
      return entities.size
    },
    get: (id) => entities.get(id),
    all: () => values(entities),
    current: () => soon(liveness, READ_MOST_MS, entities.current()),
    set: (entity) => soon(liveness, WRITE_MOST_MS, publish(entity.id, { eventType: 'set', payload: entity })),
    remove: (entity) => {
      const removal = { eventType: 'remove', payload: topic.wire(entity) } as const
      return soon(liveness, WRITE_MOST_MS, tombstones ? publish(entity.id, removal, null) : publish(entity.id, removal))
    },
    ready: () => entities.ready(),
    stop: () => entities.stop(),
  }
}

function* values<E>(entities: Table<string, E>): Iterable<E> {
  for (const [, entity] of entities.entries()) yield entity
}
