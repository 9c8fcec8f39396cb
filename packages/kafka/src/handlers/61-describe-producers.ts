import type { Broker } from '@millrace/broker'
import { codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import {
  DescribeProducers,
  type DescribeProducersResponsePartitionResponse,
  type DescribeProducersResponseProducerState,
} from '../messages/index.ts'

/** DescribeProducers (61), v0: what partitions know of the producers that have written to them (KIP-664). */
export const describeProducers = handler(DescribeProducers, [0, 0], (request, { broker }) => ({
  topics: request.topics.map(({ name, partitionIndexes }) => ({
    name,
    partitions: partitionIndexes.map((index) => describe(broker, name, index)),
  })),
}))

function describe(broker: Broker, name: string, index: number): DescribeProducersResponsePartitionResponse {
  const topic = broker.topics.get(name)
  const partition = topic && broker.topics.partition(topic, index)
  if (partition === undefined) {
    return { partitionIndex: index, errorCode: codeOf('UNKNOWN_TOPIC_OR_PARTITION'), activeProducers: [] }
  }
  const activeProducers = partition.producers().map((entry): DescribeProducersResponseProducerState => ({
    producerId: entry.producerId,
    producerEpoch: entry.epoch,
    lastSequence: entry.batches.at(-1)?.lastSequence ?? -1,
    lastTimestamp: entry.lastTimestamp,
    coordinatorEpoch: entry.coordinatorEpoch,
    currentTxnStartOffset: entry.transactionStart ?? -1,
  }))
  return { partitionIndex: index, errorCode: codeOf('NONE'), activeProducers }
}
