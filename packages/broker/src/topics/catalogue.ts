import { type Clocks, Fault, type Random, uuidV4 } from '@millrace/kernel'
import { type Log, type NewRecord, type PartitionNumber, type PartitionSettings, buildBatch } from '@millrace/log'
import type { ConfigValues } from '../configs/layers.ts'
import { type CatalogueEntry, decodeEntry, encodeEntry, entryKey, topicKey } from './catalogue-entry.ts'
import { collisionKey, isInternalTopic } from './name.ts'
import { storedRecords } from './stored-records.ts'
import type { Topic } from './topic.ts'

/** The log's partition that holds the catalogue. Numbers below 1000 are for the platform's own streams. */
export const CATALOGUE_PARTITION: PartitionNumber = 1
/** The first number that a topic's partition gets. */
const FIRST_TOPIC_PARTITION: PartitionNumber = 1000

/** Small segments, compacted: its size follows the topics there are, not those there have been. */
const CATALOGUE_SETTINGS: PartitionSettings = {
  retentionMs: -1,
  retentionBytes: -1,
  segmentBytes: 1 << 20,
  segmentMs: 86_400_000,
  cleanup: { delete: false, compact: true },
  deleteRetentionMs: 0,
  minCleanableDirtyRatio: 0.5,
  minCompactionLagMs: 0,
  maxCompactionLagMs: Number.MAX_SAFE_INTEGER,
  fileDeleteDelayMs: 0,
}

export interface CatalogueOptions {
  readonly log: Log
  readonly clocks: Clocks
  readonly random: Random
}

/**
 * Which topics exist, durable through the log: one frame holds the records of a change and the partitions that come
 * and go with it, so that a crash leaves both or neither. Rebuilt at start by reading it all.
 *
 * @throws Fault CATALOGUE_FORMAT, CATALOGUE_DAMAGED (a topic's partition is missing from the log)
 */
export async function openCatalogue({ log, clocks, random }: CatalogueOptions): Promise<Catalogue> {
  const catalogue = new Catalogue(log, clocks)
  const stored = log.partition(CATALOGUE_PARTITION)
  if (stored === undefined) {
    log.append({ create: [CATALOGUE_PARTITION] })
  } else {
    for await (const record of storedRecords(stored)) {
      if (record.value === null) catalogue.forget(record.key?.toString() ?? '')
      else catalogue.learn(decodeEntry(record.value))
    }
  }
  log.configure(CATALOGUE_PARTITION, CATALOGUE_SETTINGS)
  if (catalogue.clusterId === '') await catalogue.put({ kind: 'cluster', id: newClusterId(random) })
  catalogue.checkPartitions()
  return catalogue
}

export class Catalogue {
  readonly #log: Log
  readonly #clocks: Clocks
  readonly #byName = new Map<string, Topic>()
  readonly #byId = new Map<string, Topic>()
  readonly #collisions = new Map<string, string>()
  readonly #brokerConfigs: Record<'node' | 'cluster', ConfigValues> = { node: {}, cluster: {} }
  #clusterId = ''
  #nextNumber = FIRST_TOPIC_PARTITION
  #nextProducerId = 0

  constructor(log: Log, clocks: Clocks) {
    this.#log = log
    this.#clocks = clocks
  }

  get clusterId(): string {
    return this.#clusterId
  }
  get brokerConfigs(): Readonly<Record<'node' | 'cluster', ConfigValues>> {
    return this.#brokerConfigs
  }
  get size(): number {
    return this.#byName.size
  }
  get nextProducerId(): number {
    return this.#nextProducerId
  }
  byName(name: string): Topic | undefined {
    return this.#byName.get(name)
  }
  byId(id: string): Topic | undefined {
    return this.#byId.get(id)
  }
  topics(): IterableIterator<Topic> {
    return this.#byName.values()
  }
  /** A topic whose name differs from `name` in `.` and `_` at most. */
  colliding(name: string): string | undefined {
    return this.#collisions.get(collisionKey(name))
  }

  /** Makes a topic, or gives an existing one `added` more partitions. Resolves when that is durable. */
  async addPartitions(topic: Omit<Topic, 'partitions' | 'internal'>, added: number): Promise<Topic> {
    const numbers = Array.from({ length: added }, (_, index) => this.#nextNumber + index)
    const partitions = [...(this.#byId.get(topic.id)?.partitions ?? []), ...numbers]
    const { id, name, configs } = topic
    await this.#commit(
      [
        { kind: 'numbers', next: this.#nextNumber + added },
        { kind: 'topic', id, name, partitions, configs },
      ],
      { create: numbers },
    )
    return this.#byId.get(id) ?? { id, name, partitions, configs, internal: isInternalTopic(name) }
  }

  /** Writes one entry, or one over an older one of its key. Resolves when that is durable. */
  put(entry: CatalogueEntry): Promise<void> {
    return this.#commit([entry])
  }

  /** Forgets a topic and frees its partitions. Resolves when that is durable. */
  remove(topic: Topic): Promise<void> {
    const key = topicKey(topic.id)
    const { durable } = this.#append([{ key, value: null }], { remove: topic.partitions })
    this.forget(key)
    return durable
  }

  learn(entry: CatalogueEntry): void {
    switch (entry.kind) {
      case 'cluster':
        this.#clusterId = entry.id
        break
      case 'numbers':
        this.#nextNumber = entry.next
        break
      case 'producers':
        this.#nextProducerId = entry.next
        break
      case 'configs':
        this.#brokerConfigs[entry.scope] = entry.values
        break
      case 'topic': {
        const { id, name, partitions, configs } = entry
        const topic: Topic = { id, name, partitions, configs, internal: isInternalTopic(name) }
        this.#byName.set(name, topic)
        this.#byId.set(id, topic)
        this.#collisions.set(collisionKey(name), name)
        break
      }
    }
  }

  forget(key: string): void {
    const topic = this.#byId.get(key.replace(/^topic:/, ''))
    if (topic === undefined) return
    this.#byId.delete(topic.id)
    // The name may belong to a newer topic by now: compaction keeps the tombstone of the older one behind it.
    if (this.#byName.get(topic.name)?.id !== topic.id) return
    this.#byName.delete(topic.name)
    this.#collisions.delete(collisionKey(topic.name))
  }

  /** @throws Fault CATALOGUE_DAMAGED */
  checkPartitions(): void {
    for (const topic of this.#byName.values()) {
      for (const [index, number] of topic.partitions.entries()) {
        if (this.#log.partition(number) !== undefined) continue
        throw new Fault(
          'CATALOGUE_DAMAGED',
          `topic ${topic.name} has partition ${index} as number ${number}, which the log does not know: restore a backup`,
        )
      }
    }
  }

  #commit(entries: readonly CatalogueEntry[], partitions: PartitionChange = {}): Promise<void> {
    const changes = entries.map((entry) => ({ key: entryKey(entry), value: encodeEntry(entry) }))
    const { durable } = this.#append(changes, partitions)
    for (const entry of entries) this.learn(entry)
    return durable
  }

  #append(changes: readonly NewRecord[], partitions: PartitionChange): ReturnType<Log['append']> {
    const bytes = buildBatch({ records: changes, timestamp: this.#clocks.domain.now() })
    return this.#log.append({ ...partitions, batches: [{ partition: CATALOGUE_PARTITION, bytes }] })
  }
}

interface PartitionChange {
  readonly create?: readonly PartitionNumber[]
  readonly remove?: readonly PartitionNumber[]
}

/** Kafka writes the ids of clusters as the 22 characters of a UUID in base64url. */
function newClusterId(random: Random): string {
  return Buffer.from(uuidV4(random).replaceAll('-', ''), 'hex').toString('base64url')
}
