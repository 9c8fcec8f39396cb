import { codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import { InitProducerId, type InitProducerIdRequest, type InitProducerIdResponse } from '../messages/index.ts'
import { fencedCode } from './transactions/fenced.ts'

const KNOWS_FENCED = 4

/**
 * InitProducerId (22), v0-5: gives a producer its id and epoch; one with a transactional id fences those before it and
 * aborts what they left open. From v3 a producer may go on with its id after an error (KIP-360); v4 knows
 * PRODUCER_FENCED, v5 TRANSACTION_ABORTABLE, which is never sent.
 */
export const initProducerId = handler(InitProducerId, [0, 5], async (request, { broker, header }) => {
  const { producerId, producerEpoch, transactionalId, transactionTimeoutMs } = request
  if ((producerId === -1) !== (producerEpoch === -1)) return nobody(codeOf('INVALID_REQUEST'))
  const reply = await broker.transactions.coordinator.init({
    transactionalId,
    timeoutMs: transactionTimeoutMs,
    expected: expectedOf(request),
  })
  if (reply.error !== 'NONE') return nobody(fencedCode(reply.error, header.apiVersion, KNOWS_FENCED))
  return { errorCode: codeOf('NONE'), producerId: reply.producer.id, producerEpoch: reply.producer.epoch }
})

const expectedOf = ({ producerId: id, producerEpoch: epoch }: InitProducerIdRequest) =>
  id === -1 ? undefined : { id, epoch }

const nobody = (errorCode: number): InitProducerIdResponse => ({ errorCode, producerId: -1, producerEpoch: -1 })
