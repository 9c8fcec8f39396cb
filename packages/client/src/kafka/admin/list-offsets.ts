import { Fault } from '@millrace/kernel'
import type { Cluster } from '../cluster.ts'
import { hasStaleMetadata, kafkaFault } from '../failures.ts'

/** The first offset there is, the next to be written (read committed or not), or the first at or after a time. */
export type OffsetQuery = 'earliest' | 'latest' | 'stable' | { readonly time: number }

/** Offset by partition of one topic; for a time after the last record, the next to be written. */
export function listOffsets(cluster: Cluster, topic: string, at: OffsetQuery): Promise<number[]> {
  return cluster.persist(`the offsets of ${topic}`, () => askAll(cluster, topic, at))
}

async function askAll(cluster: Cluster, topic: string, at: OffsetQuery): Promise<number[]> {
  const view = await cluster.topic(topic)
  if (view === undefined) throw new Fault('UNKNOWN_TOPIC_OR_PARTITION', `there is no topic ${topic}`)
  const found = await ask(cluster, topic, at)
  if (typeof at !== 'object' || found.every((offset) => offset >= 0)) return found
  const ends = await ask(cluster, topic, 'latest')
  return found.map((offset, partition) => (offset < 0 ? (ends[partition] as number) : offset))
}

async function ask(cluster: Cluster, topic: string, at: OffsetQuery): Promise<number[]> {
  const leaders = (await cluster.topic(topic))?.leaders ?? []
  const timestamp = typeof at === 'object' ? BigInt(at.time) : at === 'earliest' ? -2n : -1n
  const offsets: number[] = []
  const byLeader = Map.groupBy(leaders.keys(), (partition) => leaders[partition])
  for (const [leader, partitions] of byLeader) {
    if (leader === undefined) throw stale(cluster, topic, 'LEADER_NOT_AVAILABLE')
    const asked = partitions.map((partitionIndex) => ({ partitionIndex, currentLeaderEpoch: -1, timestamp }))
    const isolation = at === 'stable' ? 1 : 0
    const answer = await cluster.shared
      .call(leader, 'ListOffsets', -1, isolation, [{ name: topic, partitions: asked }])
      .catch((error: unknown) => {
        cluster.forget(topic)
        throw error
      })
    for (const { partitionIndex, errorCode, offset } of answer.topics[0]?.partitions ?? []) {
      const failed = cluster.failures.nameOf(errorCode)
      if (failed !== 'NONE') throw stale(cluster, topic, failed)
      offsets[partitionIndex] = Number(offset)
    }
  }
  return offsets
}

function stale(cluster: Cluster, topic: string, failed: string): Fault {
  if (hasStaleMetadata(failed)) cluster.forget(topic)
  return kafkaFault(failed, `the offsets of ${topic}`)
}
