/**
 * The records of `__consumer_offsets`, in Kafka's own schemas (resources of its artefact kafka-group-coordinator): a
 * key begins with the type of the record as int16, a value with its version.
 */
import { NIL_UUID, Refusal } from '@millrace/kernel'
import type { NewRecord, StoredRecord } from '@millrace/log'
import type { Group } from '../groups/group.ts'
import { groupOf, groupValueOf } from '../groups/record.ts'
import {
  GroupMetadataKeySchema,
  GroupMetadataKeyType,
  GroupMetadataValueSchema,
  OffsetCommitKeySchema,
  OffsetCommitKeyType,
  type OffsetCommitValue,
  OffsetCommitValueSchema,
} from '../records/index.ts'
import { decodeKey, decodeValue, encodePrefixed, typeOf } from '../state/record-codec.ts'
import type { CommittedOffset } from './table.ts'

/** How far a group has read one partition; undefined is a tombstone. */
export interface OffsetRecord {
  readonly kind: 'offset'
  readonly groupId: string
  readonly topic: string
  readonly partition: number
  readonly committed: CommittedOffset | undefined
}

/** A group at the beginning of a generation; undefined is a tombstone. */
interface GroupRecord {
  readonly kind: 'group'
  readonly groupId: string
  readonly group: Group | undefined
}

export type ConsumerOffsetsRecord = OffsetRecord | GroupRecord

/** What Kafka writes since 2.3. */
const GROUP_VERSION = 3
/** The only version that can say when an offset expires. */
const EXPIRING_OFFSET_VERSION = 1
/** The first that says which topic of that name it was. */
const OFFSET_VERSION = 4
/** Type 0 is what Kafka wrote before 0.9; the schema is the same. */
const LEGACY_OFFSET_COMMIT_TYPE = 0

export function encodeRecord(record: ConsumerOffsetsRecord): NewRecord {
  switch (record.kind) {
    case 'offset': {
      const { groupId: group, topic, partition, committed } = record
      const key = encodePrefixed(OffsetCommitKeyType, OffsetCommitKeySchema, 0, { group, topic, partition })
      return { key, value: committed === undefined ? null : encodeOffset(committed) }
    }
    case 'group': {
      const key = encodePrefixed(GroupMetadataKeyType, GroupMetadataKeySchema, 0, { group: record.groupId })
      if (record.group === undefined) return { key, value: null }
      const value = groupValueOf(record.group)
      return { key, value: encodePrefixed(GROUP_VERSION, GroupMetadataValueSchema, GROUP_VERSION, value) }
    }
  }
}

function encodeOffset(committed: CommittedOffset): Buffer {
  const { offset, leaderEpoch, metadata, committedAt, expiresAt, topicId } = committed
  const version = expiresAt === undefined ? OFFSET_VERSION : EXPIRING_OFFSET_VERSION
  return encodePrefixed(version, OffsetCommitValueSchema, version, {
    offset,
    leaderEpoch,
    metadata,
    commitTimestamp: committedAt,
    expireTimestamp: expiresAt ?? -1,
    topicId: topicId ?? NIL_UUID,
  })
}

/**
 * What a record says; undefined when it is of a type that is not known here (Kafka's newer groups).
 *
 * @throws Refusal INVALID_RECORD when it cannot be read.
 */
export function decodeRecord({ key, value, offset }: StoredRecord): ConsumerOffsetsRecord | undefined {
  if (key === null) throw new Refusal('INVALID_RECORD', `the record at offset ${offset} has no key`)
  const type = typeOf(key)
  if (type === GroupMetadataKeyType) {
    const { group: groupId } = decodeKey(GroupMetadataKeySchema, key)
    if (value === null) return { kind: 'group', groupId, group: undefined }
    return { kind: 'group', groupId, group: groupOf(groupId, decodeValue(GroupMetadataValueSchema, value)) }
  }
  if (type !== OffsetCommitKeyType && type !== LEGACY_OFFSET_COMMIT_TYPE) return undefined
  const { group: groupId, topic, partition } = decodeKey(OffsetCommitKeySchema, key)
  const committed = value === null ? undefined : offsetOf(decodeValue(OffsetCommitValueSchema, value), offset)
  return { kind: 'offset', groupId, topic, partition, committed }
}

function offsetOf(value: OffsetCommitValue, recordOffset: number): CommittedOffset {
  const { offset, leaderEpoch, metadata, commitTimestamp, expireTimestamp, topicId } = value
  return {
    offset,
    leaderEpoch,
    metadata,
    committedAt: commitTimestamp,
    expiresAt: expireTimestamp === -1 ? undefined : expireTimestamp,
    topicId: topicId === NIL_UUID ? undefined : topicId,
    recordOffset,
  }
}
