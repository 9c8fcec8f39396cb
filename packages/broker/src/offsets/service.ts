import { type Clocks, type LogPort, Refusal, invariant, messageOf } from '@millrace/kernel'
import { type GroupEntry } from '../groups/entry.ts'
import { writeFailure } from '../groups/failure.ts'
import type { Membership } from '../groups/membership.ts'
import type { GroupRegistry } from '../groups/registry.ts'
import type { GroupSettings } from '../groups/settings.ts'
import { isSubscribedTo } from '../groups/subscription.ts'
import { admitCommit, admitDelete } from './admission.ts'
import type { Journal, Producer } from './journal.ts'
import type {
  CommitRequest,
  DeleteOffsetsReply,
  FetchReply,
  FetchRequest,
  FetchedOffset,
  NewOffset,
  OffsetError,
  PartitionAnswer,
  PartitionError,
  PartitionName,
  PendingCommitRequest,
} from './requests.ts'
import type { OffsetRecord } from './records.ts'

/** Offsets are kept for partitions that exist. */
export interface TopicLookup {
  get(name: string): { readonly id: string; readonly partitions: readonly unknown[] } | undefined
}

export interface OffsetPorts {
  readonly clocks: Clocks
  readonly journal: Journal
  readonly registry: GroupRegistry
  readonly settings: GroupSettings
  readonly membership: Membership
  readonly topics: TopicLookup
  readonly log: Pick<LogPort, 'warn'>
}

/** Commits, gives and deletes offsets of groups. Answers are values, and leave when what they tell of is durable. */
export class OffsetService {
  readonly #ports: OffsetPorts
  /** Which groups have offsets that wait for a producer's marker. */
  readonly #openTransactions = new Map<number, Set<string>>()

  constructor(ports: OffsetPorts) {
    this.#ports = ports
  }

  /** One answer for each offset, in their order. */
  async commit(request: CommitRequest): Promise<PartitionAnswer[]> {
    const { registry } = this.#ports
    // As in Kafka, what is not there is said first, and who commits nothing else makes no group.
    if (!request.offsets.some((offset) => this.#exists(offset))) return this.#answerAll(request.offsets, 'NONE')
    const group = registry.find(request.groupId)?.group
    const refusal = admitCommit(group, request, {
      knowsGroupIdNotFound: request.knowsGroupIdNotFound,
      isTransactional: false,
    })
    if (refusal !== 'NONE') return this.#answerAll(request.offsets, refusal)
    const entry = registry.open(request.groupId, this.#ports.clocks.domain.now())
    if (entry === undefined) return this.#answerAll(request.offsets, 'GROUP_MAX_SIZE_REACHED')
    if (entry.group.members.has(request.memberId)) {
      this.#ports.membership.tell(entry, { kind: 'committed', memberId: request.memberId })
    }
    return this.#write(entry, request.offsets, { retentionMs: request.retentionMs, producer: undefined })
  }

  /** As `commit`, for offsets that become visible when the producer's transaction is committed (TxnOffsetCommit). */
  async commitPending(request: PendingCommitRequest): Promise<PartitionAnswer[]> {
    const { registry } = this.#ports
    if (request.groupId === '') return answerAll(request.offsets, 'INVALID_GROUP_ID')
    const group = registry.find(request.groupId)?.group
    const refusal = admitCommit(group, request, { knowsGroupIdNotFound: false, isTransactional: true })
    if (refusal !== 'NONE') return answerAll(request.offsets, refusal)
    const entry = registry.open(request.groupId, this.#ports.clocks.domain.now())
    if (entry === undefined) return answerAll(request.offsets, 'GROUP_MAX_SIZE_REACHED')
    return this.#write(entry, request.offsets, { retentionMs: undefined, producer: request.producer })
  }

  /**
   * The producer's marker was appended to the partitions of `__consumer_offsets` where it has pending offsets, in a
   * frame that `durable` waits for: they become visible, or vanish. `partition` limits it to the groups of one
   * partition, which is how the log is read back.
   */
  endTransaction(producerId: number, commit: boolean, durable?: Promise<void>, partition?: number): void {
    const groups = this.#openTransactions.get(producerId)
    if (groups === undefined) return
    for (const groupId of groups) {
      if (partition !== undefined && this.#ports.journal.placeOf(groupId).index !== partition) continue
      groups.delete(groupId)
      const entry = this.#ports.registry.find(groupId)
      entry?.offsets.endTransaction(producerId, commit)
      if (durable !== undefined) entry?.settleWith(durable)
    }
    if (groups.size === 0) this.#openTransactions.delete(producerId)
  }

  async fetch(request: FetchRequest): Promise<FetchReply> {
    const entry = this.#ports.registry.find(request.groupId)
    const asked = request.partitions ?? [...(entry?.offsets.committed.entries() ?? [])]
    const partitions = asked.map((name) => this.#fetchOne(entry, name, request.requireStable))
    try {
      await entry?.settled
      return { error: 'NONE', partitions }
    } catch (thrown) {
      return { error: writeFailure(thrown), partitions: [] }
    }
  }

  /** Forgets offsets for good. Those of topics that members of the group read stay. */
  async delete(groupId: string, partitions: readonly PartitionName[]): Promise<DeleteOffsetsReply> {
    if (groupId === '') return { error: 'INVALID_GROUP_ID', partitions: [] }
    const entry = this.#ports.registry.find(groupId)
    const refusal = admitDelete(entry?.group)
    if (entry === undefined || refusal !== 'NONE') return { error: refusal, partitions: [] }
    const answers = partitions.map((name) => ({ ...name, error: this.#admitDeletion(entry, name) }))
    try {
      this.forget(
        entry,
        answers.filter(({ error }) => error === 'NONE'),
      )
      await entry.settled
      return { error: 'NONE', partitions: answers }
    } catch (thrown) {
      return { error: writeFailure(thrown), partitions: [] }
    }
  }

  /** Forgets all offsets of a topic that is being deleted, in the same turn. */
  forgetTopic(topic: string): void {
    this.#forgetWhere((name) => name.topic === topic)
  }

  /** Forgets offsets of topics that are not there any more, after a crash between a topic's end and its offsets'. */
  forgetLostTopics(): void {
    this.#forgetWhere((name) => !this.#exists(name))
  }

  /** Writes tombstones for those of these partitions that have an offset. */
  forget(entry: GroupEntry, partitions: readonly PartitionName[]): void {
    const groupId = entry.group.id
    const held = partitions.filter(
      ({ topic, partition }) =>
        entry.offsets.committed.get(topic, partition) !== undefined || entry.offsets.isUnstable(topic, partition),
    )
    if (held.length === 0) return
    const tombstones = held.map(({ topic, partition }): OffsetRecord => ({
      kind: 'offset',
      groupId,
      topic,
      partition,
      committed: undefined,
    }))
    entry.settleWith(this.#ports.journal.write(groupId, tombstones).durable)
    for (const { topic, partition } of held) entry.offsets.apply({ topic, partition, committed: undefined })
  }

  /** An offset that was read back from the log. */
  restore(entry: GroupEntry, { topic, partition, committed }: OffsetRecord, producerId: number | undefined): void {
    if (producerId === undefined) entry.offsets.apply({ topic, partition, committed })
    else this.#applyPending(entry, producerId, { topic, partition, committed })
  }

  #forgetWhere(isLost: (name: PartitionName) => boolean): void {
    for (const entry of this.#ports.registry.values()) {
      const lost = entry.offsets.partitions().filter(isLost)
      try {
        this.forget(entry, lost)
      } catch (thrown) {
        // The log takes nothing now. They carry the id of their topic, so nobody gets them for another of its name.
        const groupId = entry.group.id
        this.#ports.log.warn({ groupId, reason: messageOf(thrown) }, 'offsets of a deleted topic stay in the log')
      }
    }
  }

  async #write(
    entry: GroupEntry,
    offsets: readonly NewOffset[],
    how: { readonly retentionMs: number | undefined; readonly producer: Producer | undefined },
  ): Promise<PartitionAnswer[]> {
    const answers = offsets.map((offset) => ({ ...nameOf(offset), error: this.#admitOffset(offset) }))
    const taken = offsets.filter((_, index) => answers[index]?.error === 'NONE')
    try {
      if (taken.length > 0) this.#append(entry, taken, how)
      await entry.settled
      return answers
    } catch (thrown) {
      const error = commitFailure(thrown)
      return answers.map(({ topic, partition, error: own }) => ({
        topic,
        partition,
        error: own === 'NONE' ? error : own,
      }))
    }
  }

  #append(
    entry: GroupEntry,
    offsets: readonly NewOffset[],
    { retentionMs, producer }: { readonly retentionMs: number | undefined; readonly producer: Producer | undefined },
  ): void {
    const groupId = entry.group.id
    const committedAt = this.#ports.clocks.domain.now()
    const expiresAt = retentionMs === undefined ? undefined : committedAt + retentionMs
    const records = offsets.map(({ topic, partition, offset, leaderEpoch, metadata }): OffsetRecord => ({
      kind: 'offset',
      groupId,
      topic,
      partition,
      committed: {
        offset,
        leaderEpoch,
        metadata,
        committedAt,
        expiresAt,
        topicId: this.#ports.topics.get(topic)?.id,
        recordOffset: -1,
      },
    }))
    const { durable, baseOffset } = this.#ports.journal.write(groupId, records, producer)
    entry.settleWith(durable)
    for (const [index, { topic, partition, committed }] of records.entries()) {
      invariant(committed !== undefined, 'a commit writes no tombstones')
      const change = { topic, partition, committed: { ...committed, recordOffset: baseOffset + index } }
      if (producer === undefined) entry.offsets.apply(change)
      else this.#applyPending(entry, producer.id, change)
    }
  }

  #applyPending(entry: GroupEntry, producerId: number, change: Parameters<GroupEntry['offsets']['apply']>[0]): void {
    entry.offsets.applyPending(producerId, change)
    const groups = this.#openTransactions.get(producerId) ?? new Set()
    this.#openTransactions.set(producerId, groups.add(entry.group.id))
  }

  #fetchOne(entry: GroupEntry | undefined, { topic, partition }: PartitionName, requireStable: boolean): FetchedOffset {
    if (requireStable && entry?.offsets.isUnstable(topic, partition) === true) {
      return { topic, partition, error: 'UNSTABLE_OFFSET_COMMIT', committed: undefined }
    }
    const held = entry?.offsets.committed.get(topic, partition)
    const isOfThisTopic = held?.topicId === undefined || held.topicId === this.#ports.topics.get(topic)?.id
    return { topic, partition, error: 'NONE', committed: isOfThisTopic ? held : undefined }
  }

  #exists({ topic, partition }: PartitionName): boolean {
    return this.#ports.topics.get(topic)?.partitions[partition] !== undefined
  }

  #admitOffset(offset: NewOffset): PartitionError {
    if (!this.#exists(offset)) return 'UNKNOWN_TOPIC_OR_PARTITION'
    return offset.metadata.length > this.#ports.settings.offsetMetadataMaxBytes ? 'OFFSET_METADATA_TOO_LARGE' : 'NONE'
  }

  #answerAll(names: readonly PartitionName[], error: OffsetError): PartitionAnswer[] {
    return names.map((name) => ({
      ...nameOf(name),
      error: this.#exists(name) ? error : 'UNKNOWN_TOPIC_OR_PARTITION',
    }))
  }

  #admitDeletion(entry: GroupEntry, name: PartitionName): PartitionError {
    if (!this.#exists(name)) return 'UNKNOWN_TOPIC_OR_PARTITION'
    return isSubscribedTo(entry.group, name.topic) ? 'GROUP_SUBSCRIBED_TO_TOPIC' : 'NONE'
  }
}

const nameOf = ({ topic, partition }: PartitionName): PartitionName => ({ topic, partition })

function answerAll(names: readonly PartitionName[], error: OffsetError): PartitionAnswer[] {
  return names.map((name) => ({ ...nameOf(name), error }))
}

/** A commit that is too large for one frame is told so by its own name. */
function commitFailure(thrown: unknown): OffsetError {
  if (thrown instanceof Refusal && thrown.code === 'FRAME_TOO_LARGE') return 'INVALID_COMMIT_OFFSET_SIZE'
  return writeFailure(thrown)
}
