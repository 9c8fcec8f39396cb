import { Refusal } from '@millrace/kernel'
import type { AnyTopic } from '../../topic/topic.ts'
import type { Cluster } from '../cluster.ts'
import type { TopicPartition } from '../group/assign.ts'
import { groupMembers, type GroupMemberDescription } from '../group/describe.ts'
import { type CommittedOffset, committedOffsets } from '../group/offsets.ts'
import { ensureTopics } from './ensure-topics.ts'
import { listOffsets, type OffsetQuery } from './list-offsets.ts'

/** A topic to be there. */
export interface TopicSpec {
  readonly name: string
  /** 1 by default */
  readonly partitions?: number
  readonly configs?: Readonly<Record<string, string>>
  /** `REPLICATION_FACTOR` by default */
  readonly replicationFactor?: number
}

export interface TopicDescription {
  readonly name: string
  readonly id: string
  readonly partitions: number
}

/** What an app does to the cluster besides reading and writing. */
export interface KafkaAdmin {
  /**
   * Creates what is not there, and resolves when every topic has a leader for each partition. A topic that is there must
   * have at least as many partitions and the same settings.
   *
   * @throws Refusal TOPIC_MISMATCH that says what is different; Kafka's own name when the cluster refuses to create one.
   */
  ensureTopics(topics: readonly (TopicSpec | AnyTopic)[]): Promise<void>
  /** Topics that are not there are missing in the answer. */
  describeTopics(names: readonly string[]): Promise<TopicDescription[]>
  deleteTopics(names: readonly string[]): Promise<void>
  /** Frees all records of the partitions below the offsets. */
  deleteRecords(
    topic: string,
    before: readonly { readonly partition: number; readonly offset: number }[],
  ): Promise<void>
  /** Offset by partition: the first there is, the next to be written, or the first at or after a time (ms since epoch). */
  offsets(topic: string, at: OffsetQuery): Promise<number[]>
  /** Offsets that a group has committed, without the partitions that have none. */
  committedOffsets(group: string, partitions: readonly TopicPartition[]): Promise<CommittedOffset[]>
  /** Members of a consumer group and what they are assigned; nobody while the group finds itself anew. */
  groupMembers(group: string): Promise<GroupMemberDescription[]>
}

export function kafkaAdmin(cluster: Cluster): KafkaAdmin {
  return {
    ensureTopics: (topics) => ensureTopics(cluster, topics),
    describeTopics: async (names) => {
      const views = await cluster.persist('the topics', () => cluster.topics(names))
      return [...views.values()].map(({ name, id, leaders }) => ({ name, id, partitions: leaders.length }))
    },
    deleteTopics: (names) => deleteTopics(cluster, names),
    deleteRecords: (topic, before) => deleteRecords(cluster, topic, before),
    offsets: (topic, at) => listOffsets(cluster, topic, at),
    committedOffsets: (group, partitions) => committedOffsets(cluster, cluster.shared, group, partitions),
    groupMembers: (group) => groupMembers(cluster, group),
  }
}

async function deleteTopics(cluster: Cluster, names: readonly string[]): Promise<void> {
  const answer = await cluster.persist('deleting topics', () =>
    cluster.callAny(
      'DeleteTopics',
      names.map((name) => ({ name })),
      30_000,
    ),
  )
  for (const { name, errorCode } of answer.responses) {
    if (typeof name === 'string') cluster.forget(name)
    const failed = cluster.failures.nameOf(errorCode)
    if (failed !== 'NONE' && failed !== 'UNKNOWN_TOPIC_OR_PARTITION') {
      throw new Refusal(failed, `topic ${name ?? ''} could not be deleted: ${failed}`)
    }
  }
}

async function deleteRecords(
  cluster: Cluster,
  topic: string,
  before: readonly { readonly partition: number; readonly offset: number }[],
): Promise<void> {
  const partitions = before.map(({ partition, offset }) => ({ partitionIndex: partition, offset: BigInt(offset) }))
  for (const part of partitions) {
    const place = `${topic}-${part.partitionIndex}`
    const leader = (await cluster.topic(topic))?.leaders[part.partitionIndex]
    if (leader === undefined) throw new Refusal('UNKNOWN_TOPIC_OR_PARTITION', `there is no ${place}`)
    const asked = [{ name: topic, partitions: [part] }]
    const answer = await cluster.shared.call(leader, 'DeleteRecords', asked, 30_000)
    const failed = cluster.failures.nameOf(answer.topics[0]?.partitions[0]?.errorCode ?? 0)
    if (failed !== 'NONE') throw new Refusal(failed, `records of ${place} could not be deleted: ${failed}`)
  }
}
