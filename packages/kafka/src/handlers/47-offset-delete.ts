import { codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import { OffsetDelete } from '../messages/index.ts'
import { byTopic } from './groups/topics.ts'

/** OffsetDelete (47), v0: forgets offsets of a group for topics that its members do not read (KIP-496). */
export const offsetDelete = handler(OffsetDelete, [0, 0], async (request, { broker }) => {
  const partitions = request.topics.flatMap(({ name, partitions: asked }) =>
    asked.map(({ partitionIndex }) => ({ topic: name, partition: partitionIndex })),
  )
  const reply = await broker.groups.offsets.delete(request.groupId, partitions)
  return {
    errorCode: codeOf(reply.error),
    topics: [...byTopic(reply.partitions)].map(([name, answers]) => ({
      name,
      partitions: answers.map(({ partition, error }) => ({ partitionIndex: partition, errorCode: codeOf(error) })),
    })),
  }
})
