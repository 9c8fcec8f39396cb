/** Who may commit and delete offsets of a group, and when: Kafka's rules (`ClassicGroup.validateOffsetCommit`). */
import type { Group } from '../groups/group.ts'
import { speaker } from '../groups/members.ts'
import type { Identity } from '../groups/requests.ts'
import type { OffsetError } from './requests.ts'

export interface Committer extends Identity {
  readonly generation: number
}

/** Why these offsets are not taken; NONE when they are. `undefined` is a group that does not exist. */
export function admitCommit(
  group: Group | undefined,
  committer: Committer,
  how: { readonly knowsGroupIdNotFound: boolean; readonly isTransactional: boolean },
): OffsetError {
  if (group === undefined) return admitToNoGroup(committer, how.knowsGroupIdNotFound)
  if (group.state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE'
  if (committer.generation < 0 && group.state === 'Empty') return 'NONE'
  if (isAnonymous(committer)) return how.isTransactional ? 'NONE' : 'UNKNOWN_MEMBER_ID'
  const member = speaker(group, committer)
  if (typeof member === 'string') return member as OffsetError
  if (committer.generation !== group.generation) return 'ILLEGAL_GENERATION'
  // The member has joined the new generation and not got its partitions yet: it can only speak for old ones.
  return group.state === 'CompletingRebalance' && !how.isTransactional ? 'REBALANCE_IN_PROGRESS' : 'NONE'
}

/** Whoever keeps only offsets makes the group by committing them. */
function admitToNoGroup({ generation }: Committer, knowsGroupIdNotFound: boolean): OffsetError {
  if (generation < 0) return 'NONE'
  return knowsGroupIdNotFound ? 'GROUP_ID_NOT_FOUND' : 'ILLEGAL_GENERATION'
}

const isAnonymous = ({ generation, memberId, instanceId }: Committer): boolean =>
  generation < 0 && memberId === '' && instanceId === undefined

/** Offsets of consumers at work are deleted for topics only that they do not read; other kinds of groups are left alone. */
export function admitDelete(group: Group | undefined): OffsetError {
  if (group === undefined || group.state === 'Dead') return 'GROUP_ID_NOT_FOUND'
  return group.state === 'Empty' || group.protocolType === 'consumer' ? 'NONE' : 'NON_EMPTY_GROUP'
}
