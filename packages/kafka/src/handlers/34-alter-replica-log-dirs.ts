import type { Broker } from '@millrace/broker'
import { type ErrorName, codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import {
  AlterReplicaLogDirs,
  type AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult,
} from '../messages/index.ts'

/**
 * AlterReplicaLogDirs (34), v1-2: moves partitions to a log directory (KIP-113). There is one, and what is to move there
 * is there already; another is refused.
 */
export const alterReplicaLogDirs = handler(AlterReplicaLogDirs, [1, 2], ({ dirs }, { broker }) => {
  const results = new Map<string, Map<number, ErrorName>>()
  for (const { path, topics } of dirs) {
    for (const { name, partitions } of topics) {
      const answers = results.get(name) ?? new Map<number, ErrorName>()
      results.set(name, answers)
      for (const index of partitions) answers.set(index, moved(broker, path, name, index))
    }
  }
  return { throttleTimeMs: 0, results: Array.from(results, answer) }
})

function moved({ topics, volume }: Broker, path: string, name: string, index: number): ErrorName {
  if (path !== volume.directory) return 'LOG_DIR_NOT_FOUND'
  const topic = topics.get(name)
  return topic && topics.partition(topic, index) ? 'NONE' : 'UNKNOWN_TOPIC_OR_PARTITION'
}

function answer([topicName, partitions]: [
  string,
  Map<number, ErrorName>,
]): AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult {
  return {
    topicName,
    partitions: Array.from(partitions, ([partitionIndex, error]) => ({ partitionIndex, errorCode: codeOf(error) })),
  }
}
