/** A partition of a topic. */
export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/**
 * Kafka's range assignment: of each topic, contiguous ranges to its subscribers in the order of their ids. Topics with as
 * many partitions and the same subscribers fall alike, so that partition n of each meets at one member.
 */
export function rangeAssignment(
  subscribers: ReadonlyMap<string, readonly string[]>,
  partitionCounts: ReadonlyMap<string, number>,
): Map<string, TopicPartition[]> {
  const members = [...subscribers.keys()].toSorted()
  const assigned = new Map(members.map((member) => [member, [] as TopicPartition[]]))
  for (const topic of [...partitionCounts.keys()].toSorted()) {
    const interested = members.filter((member) => subscribers.get(member)?.includes(topic))
    const count = partitionCounts.get(topic) ?? 0
    let partition = 0
    for (const [index, member] of interested.entries()) {
      const share = Math.floor(count / interested.length) + (index < count % interested.length ? 1 : 0)
      for (let left = share; left > 0; left--) assigned.get(member)?.push({ topic, partition: partition++ })
    }
  }
  return assigned
}
