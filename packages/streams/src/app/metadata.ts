import type { KafkaAdmin, TopicPartition } from '@millrace/client'

/** Who has a key; Kafka Streams' KeyQueryMetadata. Standbys there are none. */
export interface KeyQueryMetadata {
  readonly partition: number
  /** Its `applicationServer`; undefined when it told none, or while the partitions move: ask again. */
  readonly activeHost: string | undefined
}

/** An instance that told its `applicationServer`; Kafka Streams' StreamsMetadata. */
export interface StreamsMetadata {
  readonly applicationServer: string
  readonly partitions: readonly TopicPartition[]
}

/** The instances of an application as the group knows them now; one call to the broker. */
export async function streamsMetadata(
  admin: Pick<KafkaAdmin, 'groupMembers'>,
  app: string,
): Promise<StreamsMetadata[]> {
  const partitions = new Map<string, TopicPartition[]>()
  for (const member of await admin.groupMembers(app)) {
    const server = member.userData?.toString()
    // Each part of a topology is a member of its own.
    if (server !== undefined) partitions.set(server, [...(partitions.get(server) ?? []), ...member.partitions])
  }
  return [...partitions].map(([applicationServer, own]) => ({ applicationServer, partitions: own }))
}

export const hostOf = (all: readonly StreamsMetadata[], { topic, partition }: TopicPartition): string | undefined =>
  all.find(({ partitions }) => partitions.some((each) => each.topic === topic && each.partition === partition))
    ?.applicationServer
