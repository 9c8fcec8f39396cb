import type { Broker, Topic } from '@millrace/broker'
import type { LogPort } from '@millrace/kernel'
import { codeOf, codeOfThrown } from '../error-codes.ts'
import { handler } from '../handler.ts'
import { DescribeLogDirs, type DescribeLogDirsRequest, type DescribeLogDirsResponseResult } from '../messages/index.ts'

/**
 * DescribeLogDirs (35), v1-5: how many bytes partitions take, in the one log directory there is (KIP-113). What does not
 * exist is left out. v3 has an error for the whole request; v4 tells the size of the file system and what is left of it
 * (KIP-827); v5 whether the directory takes no more partitions (KIP-1066), which it always does.
 */
export const describeLogDirs = handler(DescribeLogDirs, [1, 5], async ({ topics }, { broker, log }) => ({
  throttleTimeMs: 0,
  errorCode: codeOf('NONE'),
  results: [await described(broker, topics, log)],
}))

type Asked = DescribeLogDirsRequest['topics']

async function described(broker: Broker, asked: Asked, log: LogPort): Promise<DescribeLogDirsResponseResult> {
  const { directory: logDir } = broker.volume
  try {
    const { totalBytes, usableBytes } = await broker.volume.space()
    const topics = partitionsAsked(broker, asked).flatMap(([topic, indexes]) => sizes(broker, topic, indexes))
    return { errorCode: codeOf('NONE'), logDir, topics, totalBytes, usableBytes, isCordoned: false }
  } catch (error) {
    const errorCode = codeOfThrown(error)
    log.error({ logDir, error }, 'the file system does not say how much it holds')
    return { errorCode, logDir, topics: [] }
  }
}

/** Each topic once, however often it was named; all of them for null. */
function partitionsAsked({ topics }: Broker, asked: Asked): readonly (readonly [Topic, Iterable<number>])[] {
  if (asked === null) return topics.list().map((topic) => [topic, topic.partitions.keys()])
  const indexes = new Map<Topic, Set<number>>()
  for (const { topic: name, partitions } of asked) {
    const topic = topics.get(name)
    if (topic !== undefined) indexes.set(topic, new Set([...(indexes.get(topic) ?? []), ...partitions]))
  }
  return [...indexes]
}

function sizes({ topics }: Broker, topic: Topic, indexes: Iterable<number>): DescribeLogDirsResponseResult['topics'] {
  const partitions = [...indexes].flatMap((partitionIndex) => {
    const partition = topics.partition(topic, partitionIndex)
    if (partition === undefined) return []
    return [{ partitionIndex, partitionSize: partition.sizeBytes, offsetLag: 0, isFutureKey: false }]
  })
  return partitions.length === 0 ? [] : [{ name: topic.name, partitions }]
}
