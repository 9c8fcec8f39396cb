import { handler } from '../handler.ts'
import { EndTxn } from '../messages/index.ts'
import { fencedCode } from './transactions/fenced.ts'

const KNOWS_FENCED = 2

/**
 * EndTxn (26), v0-4: commits or aborts. Answered when every partition has its marker and all of it is durable. v2
 * knows PRODUCER_FENCED, v4 TRANSACTION_ABORTABLE, which is never sent; v5 belongs to KIP-890.
 */
export const endTxn = handler(EndTxn, [0, 4], async (request, { broker, header }) => {
  const { transactionalId, producerId: id, producerEpoch: epoch, committed } = request
  const error = await broker.transactions.coordinator.end({ transactionalId, id, epoch }, committed)
  return { errorCode: fencedCode(error, header.apiVersion, KNOWS_FENCED) }
})
