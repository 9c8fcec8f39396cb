import type { Struct } from '@millrace/kernel'
import { OffsetCommit, OffsetDelete, OffsetFetch } from '../../../../../packages/kafka/src/messages/index.ts'
import type { Ask } from '../ask.ts'
import { type KnownGroup, STRANGE_ID, type World } from '../world.ts'

export function committed(world: World): Struct {
  return {
    partitionIndex: world.partition(),
    committedOffset: world.mostly(world.below(50), [-1, 0], 0.9),
    committedLeaderEpoch: world.mostly(-1, [0, 3]),
    committedMetadata: world.mostly<string | null>('', ['mine', null, 'm'.repeat(5000)], 0.8),
  }
}

/** A member of the group, or somebody who is none. */
function committer(world: World, group: KnownGroup): Struct {
  if (world.chance(0.5)) return { generationIdOrMemberEpoch: -1, memberId: '' }
  return { generationIdOrMemberEpoch: world.generation(group), memberId: world.memberId(group) }
}

export function offsetCommit(world: World, version: number): Ask {
  const group = world.anyGroup()
  const topic = (name: string): Struct => ({ name, topicId: world.topicId(name), partitions: [committed(world)] })
  const request = {
    groupId: group.id,
    ...committer(world, group),
    groupInstanceId: null,
    retentionTimeMs: -1,
    topics: world.chance(0.95) ? world.some([...world.lasting, ...world.fleeting]).map(topic) : [],
  }
  return { message: OffsetCommit, version, request }
}

export function offsetFetch(world: World, version: number): Ask {
  const isAll = version >= 2 && world.chance(0.3)
  const topic = (): Struct => {
    const name = world.topic()
    return { name, topicId: world.mostly<unknown>(world.topicId(name), [STRANGE_ID], 0.9), partitionIndexes: [0, 1] }
  }
  const groupOf = (): Struct => ({
    groupId: world.mostly(world.anyGroup().id, [`${world.prefix}nobody`, '']),
    topics: isAll ? null : world.few(topic, 2),
  })
  const request = { ...groupOf(), groups: world.few(groupOf, 2), requireStable: version >= 7 && world.chance(0.3) }
  return { message: OffsetFetch, version, request }
}

export function offsetDelete(world: World, version: number): Ask {
  const [kept, ...others] = world.lasting
  const name = world.mostly(world.one(others), [...world.fleeting, `${world.prefix}nowhere`], 0.75)
  // The first topic's offset keeps the group.
  const groupId = world.mostly(world.anyGroup().id, [`${world.prefix}nobody`, ''])
  const topics = [
    { name: groupId === world.passing.id ? kept : name, partitions: [{ partitionIndex: world.partition() }] },
  ]
  return { message: OffsetDelete, version, request: { groupId, topics } }
}
