/** Names and ids of topics in requests about offsets, whose versions from 10 on speak of ids (KIP-848). */
import type { Broker, PartitionName } from '@millrace/broker'

export interface TopicReference {
  readonly name: string
  readonly topicId: string
}

/** The name of the topic that is meant; undefined when there is none of that id. */
export function topicName(broker: Broker, { name, topicId }: TopicReference, byId: boolean): string | undefined {
  return byId ? broker.topics.byId(topicId)?.name : name
}

/** A topic as answers refer to it: each version writes the field that it has. */
export function referenceTo(broker: Broker, name: string): TopicReference | undefined {
  const topicId = broker.topics.get(name)?.id
  return topicId === undefined ? undefined : { name, topicId }
}

/** Those of one topic together, topics in the order in which they come first. */
export function byTopic<T extends PartitionName>(partitions: readonly T[]): Map<string, T[]> {
  const topics = new Map<string, T[]>()
  for (const each of partitions) {
    const held = topics.get(each.topic)
    if (held === undefined) topics.set(each.topic, [each])
    else held.push(each)
  }
  return topics
}
