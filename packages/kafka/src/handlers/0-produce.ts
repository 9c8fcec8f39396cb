import { type ProducePart, type ProduceResult, RejectedRecords, unknownPartition } from '@millrace/broker'
import { codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import {
  Produce,
  type ProduceRequest,
  type ProduceResponse,
  type ProduceResponsePartitionProduceResponse,
} from '../messages/index.ts'
import { NO_ERROR, errorAnswer } from './shared/error-answer.ts'
import { outsideTransaction } from './transactions/outside-transaction.ts'

const UNKNOWN = {
  error: unknownPartition(),
}

/** zstd came with v7 (KIP-110): an older client could not read what it is told of it. */
const ZSTD_FROM_VERSION = 7
/** From here on clients know TRANSACTION_ABORTABLE. */
const ABORTABLE_FROM_VERSION = 11

/**
 * Produce (0), v3-11: appends one batch a partition and answers when it is durable. v5 tells the start of the log, v8
 * which records were to blame. v12 on belongs to KIP-890. ApiVersions tells 0-11, as Kafka does: librdkafka switches
 * compression off otherwise.
 */
export const produce = handler(
  Produce,
  [3, 11],
  async (request, { broker, header, faults }): Promise<ProduceResponse | undefined> => {
    const asked = request.topicData.flatMap(({ name, partitionData }) =>
      partitionData.map(({ index, records }) => ({ name, topic: broker.topics.get(name), index, records })),
    )
    const parts = asked.filter((part): part is ProducePart & { readonly name: string } => part.topic !== undefined)
    const { transactionalId, acks } = request
    const takesZstd = header.apiVersion >= ZSTD_FROM_VERSION
    const produced = (await broker.produce.produce({ transactionalId, acks, parts, takesZstd })).values()
    const results = asked.map(({ topic }) => (topic === undefined ? UNKNOWN : (produced.next().value as ProduceResult)))
    for (const [at, { error }] of results.entries()) {
      const { name, index } = asked[at] as { readonly name: string; readonly index: number }
      if (error !== undefined) faults.tell(error, { topic: name, partition: index })
    }
    if (acks === 0) return closeOnError(results)
    return { responses: grouped(request, results, header.apiVersion) }
  },
  { advertise: [0, 11], pipelined: true },
)

/** Nobody waits for an answer: a connection that closes is the only way to tell (as Kafka does). */
function closeOnError(results: readonly ProduceResult[]): undefined {
  for (const { error } of results) if (error !== undefined) throw error
  return undefined
}

/** The responses under the topics of the request, in its order. */
function grouped(
  { topicData }: ProduceRequest,
  results: readonly ProduceResult[],
  version: number,
): ProduceResponse['responses'] {
  const next = results.values()
  return topicData.map(({ name, partitionData }) => ({
    name,
    partitionResponses: partitionData.map(({ index }) =>
      toResponse(index, next.next().value as ProduceResult, version),
    ),
  }))
}

function toResponse(index: number, result: ProduceResult, version: number): ProduceResponsePartitionProduceResponse {
  if (result.error === undefined) {
    const { baseOffset, logAppendTime, logStartOffset } = result
    return { index, ...NO_ERROR, baseOffset, logAppendTimeMs: logAppendTime, logStartOffset }
  }
  const { error } = result
  const rejected = error instanceof RejectedRecords ? error.records : []
  return {
    index,
    ...errorAnswer(error),
    ...(error.code === 'INVALID_TXN_STATE' && {
      errorCode: codeOf(outsideTransaction(version, ABORTABLE_FROM_VERSION)),
    }),
    baseOffset: -1,
    logAppendTimeMs: -1,
    logStartOffset: -1,
    recordErrors: rejected.map(({ index: at, message }) => ({ batchIndex: at, batchIndexErrorMessage: message })),
  }
}
