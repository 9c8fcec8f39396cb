import { handler } from '../handler.ts'
import { AddOffsetsToTxn } from '../messages/index.ts'
import { fencedCode } from './transactions/fenced.ts'

const KNOWS_FENCED = 2

/**
 * AddOffsetsToTxn (25), v0-4: the transaction is going to commit offsets of a group. v2 knows PRODUCER_FENCED, v4
 * TRANSACTION_ABORTABLE, which is never sent.
 */
export const addOffsetsToTxn = handler(AddOffsetsToTxn, [0, 4], async (request, { broker, header }) => {
  const { transactionalId, producerId: id, producerEpoch: epoch, groupId } = request
  const error = await broker.transactions.offsets.add({ transactionalId, id, epoch }, groupId)
  return { errorCode: fencedCode(error, header.apiVersion, KNOWS_FENCED) }
})
