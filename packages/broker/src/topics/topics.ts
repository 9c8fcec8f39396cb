import { unknownPartition } from './unknown.ts'
import { type LogPort, type Random, Refusal, uuidV4 } from '@millrace/kernel'
import type { Log, LogPartition } from '@millrace/log'
import type { Configs } from '../configs/configs.ts'
import type { ConfigValues } from '../configs/layers.ts'
import type { BrokerSettings } from '../configs/settings.ts'
import type { TopicSettings } from '../configs/topic-settings.ts'
import type { Catalogue } from './catalogue.ts'
import { internalTopicSpec, keepAcknowledged, keepPlaces } from './internal-topics.ts'
import { type InternalTopicName, checkTopicName, isInternalTopic } from './name.ts'
import { checkReplicas, placedPartitionCount, withinOneRequest } from './placement.ts'
import type { Topic, TopicChange, TopicSpec } from './topic.ts'

/** All partitions of all topics: each takes memory, and files once it holds records. */
const MOST_PARTITIONS = 50_000

export interface TopicsOptions {
  readonly log: Log
  readonly random: Random
  readonly catalogue: Catalogue
  readonly configs: Configs
  readonly settings: BrokerSettings
  readonly report: Pick<LogPort, 'warn'>
}

/**
 * The topics: what clients may do to them, by Kafka's rules. Every change is in force when its call returns, and
 * durable when its promise resolves.
 */
export class Topics {
  readonly #options: TopicsOptions
  readonly #listeners = new Set<(change: TopicChange) => void>()
  #warnedOfFactor = false
  #partitionCount = 0

  constructor(options: TopicsOptions) {
    this.#options = options
    for (const topic of options.catalogue.topics()) {
      options.configs.apply(topic)
      this.#partitionCount += topic.partitions.length
    }
  }

  get(name: string): Topic | undefined {
    return this.#options.catalogue.byName(name)
  }
  byId(id: string): Topic | undefined {
    return this.#options.catalogue.byId(id)
  }
  list(): Topic[] {
    return [...this.#options.catalogue.topics()]
  }
  settingsOf(topic: Topic): TopicSettings {
    return this.#options.configs.settingsOf(topic)
  }

  /** A partition by index; undefined when there is none, or its topic has just been deleted. */
  partition(topic: Topic, index: number): LogPartition | undefined {
    const number = topic.partitions[index]
    return number === undefined ? undefined : this.#options.log.partition(number)
  }

  /** @throws Refusal UNKNOWN_TOPIC_OR_PARTITION */
  existing(name: string): Topic {
    const topic = this.get(name)
    if (topic === undefined) {
      throw unknownPartition()
    }
    return topic
  }

  /** Called after each change, while it is not yet durable. */
  onChange(listener: (change: TopicChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * What CreateTopics would make of a request, without making it.
   *
   * @throws Refusal INVALID_TOPIC_EXCEPTION, TOPIC_ALREADY_EXISTS, INVALID_CONFIG, INVALID_REQUEST, and those of
   *   `placedPartitionCount`
   */
  plan(spec: TopicSpec): { readonly partitionCount: number; readonly configs: ConfigValues } {
    checkTopicName(spec.name)
    if (this.get(spec.name) !== undefined) {
      throw new Refusal('TOPIC_ALREADY_EXISTS', `Topic '${spec.name}' already exists.`)
    }
    const colliding = this.#options.catalogue.colliding(spec.name)
    if (colliding !== undefined) {
      const text = `Topic '${spec.name}' collides with existing topic: ${colliding}`
      throw new Refusal('INVALID_TOPIC_EXCEPTION', text)
    }
    const configs = this.#newConfigs(spec)
    const partitionCount = placedPartitionCount(spec, {
      nodeId: this.#options.settings.nodeId,
      defaultPartitionCount: this.#options.configs.number('num.partitions'),
      acceptReplicationFactor: (factor) => this.#acceptFactor(factor, spec.name),
    })
    this.#checkRoom(partitionCount)
    return { partitionCount, configs }
  }

  /** @throws Refusal as `plan`; INVALID_REQUEST for a topic of the platform's own. */
  create(spec: TopicSpec): Promise<Topic> {
    if (isInternalTopic(spec.name) || spec.name === KRAFT_METADATA) {
      throw new Refusal('INVALID_REQUEST', `Creation of internal topic ${spec.name} is prohibited.`)
    }
    return this.#create(spec)
  }

  /**
   * A topic that somebody asks for, made as the defaults say when it is not there.
   *
   * @throws Refusal INVALID_TOPIC_EXCEPTION
   */
  async ensure(name: string): Promise<Topic> {
    if (isInternalTopic(name)) return this.internal(name)
    return this.get(name) ?? (await this.#create({ ...AS_USUAL, name }))
  }

  /** One of the platform's own topics, made on demand. */
  async internal(name: InternalTopicName): Promise<Topic> {
    return this.get(name) ?? (await this.#create(internalTopicSpec(name, this.#options.configs)))
  }

  /**
   * Deletes a topic and frees its disk. One that is made later under its name is another topic, with another id.
   *
   * @throws Refusal TOPIC_DELETION_DISABLED, INVALID_TOPIC_EXCEPTION (a topic of the platform's own),
   *   UNKNOWN_TOPIC_OR_PARTITION (deleted already)
   */
  async delete(topic: Topic): Promise<void> {
    if (!this.#options.configs.flag('delete.topic.enable')) {
      throw new Refusal('TOPIC_DELETION_DISABLED', 'Topic deletion is disabled.')
    }
    if (topic.internal) {
      throw new Refusal('INVALID_TOPIC_EXCEPTION', `${topic.name} is the platform's own topic: it cannot be deleted`)
    }
    const current = this.#current(topic)
    const durable = this.#options.catalogue.remove(current)
    this.#partitionCount -= current.partitions.length
    this.#changed({ kind: 'deleted', topic: current })
    await durable
  }

  /**
   * What CreatePartitions would add.
   *
   * @throws Refusal INVALID_PARTITIONS, INVALID_REPLICA_ASSIGNMENT, POLICY_VIOLATION
   */
  planPartitions(topic: Topic, count: number, assignments: readonly (readonly number[])[] | null): number {
    keepPlaces(topic)
    const current = topic.partitions.length
    if (count === current) throw new Refusal('INVALID_PARTITIONS', `Topic already has ${current} partition(s).`)
    if (count < current) {
      const text = `The topic ${topic.name} currently has ${current} partition(s); ${count} would not be an increase.`
      throw new Refusal('INVALID_PARTITIONS', text)
    }
    const added = withinOneRequest(count - current)
    if (assignments !== null && assignments.length !== added) {
      throw new Refusal(
        'INVALID_REPLICA_ASSIGNMENT',
        `Attempted to add ${added} additional partition(s), but only ${assignments.length} assignment(s) were specified.`,
      )
    }
    for (const brokers of assignments ?? []) checkReplicas(brokers, this.#options.settings.nodeId)
    this.#checkRoom(added)
    return added
  }

  /** @throws Refusal as `planPartitions` */
  async addPartitions(topic: Topic, count: number, assignments: readonly (readonly number[])[] | null): Promise<Topic> {
    const before = this.#current(topic)
    const added = this.planPartitions(before, count, assignments)
    return this.#extend(before, added, (after) => ({ kind: 'altered', topic: after, before }))
  }

  /** Replaces what is set on a topic. @throws Refusal INVALID_CONFIG */
  async alterConfigs(topic: Topic, configs: ConfigValues): Promise<void> {
    this.#options.configs.checkTopic(configs)
    keepAcknowledged(topic, configs)
    const before = this.#current(topic)
    const { id, name, partitions } = before
    const durable = this.#options.catalogue.put({ kind: 'topic', id, name, partitions, configs })
    const after = this.existing(name)
    this.#options.configs.apply(after)
    this.#changed({ kind: 'altered', topic: after, before })
    await durable
  }

  /** The topic as it is by now: who holds one may not have heard that it was altered or deleted. */
  #current({ id, name }: Topic): Topic {
    const topic = this.byId(id)
    if (topic === undefined) throw new Refusal('UNKNOWN_TOPIC_OR_PARTITION', `topic ${name} has been deleted`)
    return topic
  }

  #create(spec: TopicSpec): Promise<Topic> {
    const { partitionCount, configs } = this.plan(spec)
    const topic = { name: spec.name, id: this.#newId(), configs }
    return this.#extend(topic, partitionCount, (after) => ({ kind: 'created', topic: after }))
  }

  async #extend(
    topic: Omit<Topic, 'partitions' | 'internal'>,
    added: number,
    change: (after: Topic) => TopicChange,
  ): Promise<Topic> {
    const durable = this.#options.catalogue.addPartitions(topic, added)
    this.#partitionCount += added
    const after = this.existing(topic.name)
    this.#options.configs.apply(after)
    this.#changed(change(after))
    return await durable
  }

  /** Kafka's ids never begin with a dash in base64url: its tools would take that for an option. */
  #newId(): string {
    for (;;) {
      const id = uuidV4(this.#options.random)
      const isDash = Number.parseInt(id.slice(0, 2), 16) >> 2 === DASH
      if (!isDash && this.byId(id) === undefined) return id
    }
  }

  #newConfigs(spec: TopicSpec): ConfigValues {
    const nulls = spec.configs.filter(({ value }) => value === null).map(({ name }) => name)
    if (nulls.length > 0) {
      throw new Refusal('INVALID_CONFIG', `Null value not supported for topic configs: ${nulls.join(',')}`)
    }
    const configs = Object.fromEntries(spec.configs.map(({ name, value }) => [name, value ?? '']))
    this.#options.configs.checkTopic(configs)
    return configs
  }

  #checkRoom(added: number): void {
    if (this.#partitionCount + added <= MOST_PARTITIONS) return
    throw new Refusal(
      'POLICY_VIOLATION',
      `${added} more partitions would make ${this.#partitionCount + added}, and ${MOST_PARTITIONS} is the most: ` +
        'delete topics that are not needed, or use fewer partitions',
    )
  }

  #acceptFactor(factor: number, topic: string): boolean {
    if (!this.#options.settings.acceptReplicationFactor) return false
    if (!this.#warnedOfFactor) {
      const text = `replication factor ${factor} was accepted, and there is one copy: for more copies run on a Kafka cluster`
      this.#options.report.warn({ topic, factor }, text)
    }
    this.#warnedOfFactor = true
    return true
  }

  #changed(change: TopicChange): void {
    for (const listener of this.#listeners) listener(change)
  }
}

/** Kafka keeps its own metadata under this name. */
const KRAFT_METADATA = '__cluster_metadata'

/** Place of the dash in base64url. */
const DASH = 62

const AS_USUAL = { partitionCount: -1, replicationFactor: -1, assignments: [], configs: [] }
