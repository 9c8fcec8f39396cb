/** What consumers say about themselves when they join: their topics (Kafka's `ConsumerProtocolSubscription`). */
import { ByteReader, Refusal } from '@millrace/kernel'
import type { Group } from './group.ts'
import { metadataOf } from './protocols.ts'

const NO_TOPICS: ReadonlySet<string> = new Set()

/**
 * The topics that the members of a consumer group read; undefined when they cannot be told: the group is of another
 * kind, has not agreed on a protocol yet, or a member's words are not understood.
 */
export function subscribedTopics(group: Group): ReadonlySet<string> | undefined {
  if (group.protocolType !== 'consumer') return undefined
  if (group.members.size === 0) return NO_TOPICS
  if (group.protocol === undefined) return undefined
  const topics = new Set<string>()
  for (const member of group.members.values()) {
    const read = topicsIn(metadataOf(member, group.protocol))
    if (read === undefined) return undefined
    for (const topic of read) topics.add(topic)
  }
  return topics
}

/** Whether members read the topic, as far as the group knows: a consumer group that cannot tell says yes. */
export function isSubscribedTo(group: Group, topic: string): boolean {
  return subscribedTopics(group)?.has(topic) ?? group.protocolType === 'consumer'
}

/** Version, then the topics; what later versions add follows behind. */
function topicsIn(metadata: Buffer): string[] | undefined {
  const reader = new ByteReader(metadata)
  try {
    reader.int16()
    const count = reader.int32()
    // A topic takes two bytes at least: a forged count ends here.
    if (count < 0 || count * 2 > reader.remaining) return undefined
    return Array.from({ length: count }, () => reader.utf8(reader.int16()))
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
