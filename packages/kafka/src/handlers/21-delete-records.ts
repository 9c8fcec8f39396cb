import { codeOf, codeOfThrown } from '../error-codes.ts'
import { handler } from '../handler.ts'
import { DeleteRecords } from '../messages/index.ts'

/** DeleteRecords (21), v0-2: deletes the records of partitions before an offset; -1 stands for all there are. */
export const deleteRecords = handler(DeleteRecords, [0, 2], async (request, { broker, faults }) => {
  const before = async (name: string, partitionIndex: number, offset: number) => {
    try {
      const lowWatermark = await broker.deleteRecords(broker.topics.existing(name), partitionIndex, offset)
      return { partitionIndex, lowWatermark, errorCode: codeOf('NONE') }
    } catch (error) {
      faults.tell(error, { topic: name, partition: partitionIndex })
      return { partitionIndex, lowWatermark: -1, errorCode: codeOfThrown(error) }
    }
  }
  return {
    throttleTimeMs: 0,
    topics: await Promise.all(
      request.topics.map(async ({ name, partitions }) => ({
        name,
        partitions: await Promise.all(partitions.map((part) => before(name, part.partitionIndex, part.offset))),
      })),
    ),
  }
})
