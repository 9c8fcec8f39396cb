import type { RequestContext } from '../context.ts'
import { codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import { FindCoordinator, type FindCoordinatorResponseCoordinator } from '../messages/index.ts'

const GROUP = 0
const TRANSACTION = 1

/**
 * FindCoordinator (10), v0-6: which broker looks after a group or a transactional id: this one. v1 asks for
 * transactions too, v4 for several keys at once (KIP-699), v6 for share groups, which are not served.
 */
export const findCoordinator = handler(FindCoordinator, [0, 6], (request, context) => {
  const { keyType, key, coordinatorKeys } = request
  const isBatched = context.header.apiVersion >= 4
  const answer = (of: string): FindCoordinatorResponseCoordinator =>
    keyType === GROUP || keyType === TRANSACTION ? thisBroker(of, context) : unknownType(of, keyType)
  return isBatched ? { coordinators: coordinatorKeys.map(answer) } : answer(key)
})

function thisBroker(key: string, { broker, advertised }: RequestContext): FindCoordinatorResponseCoordinator {
  return { key, nodeId: broker.settings.nodeId, ...advertised, errorCode: codeOf('NONE'), errorMessage: null }
}

function unknownType(key: string, keyType: number): FindCoordinatorResponseCoordinator {
  const errorMessage = `There are no coordinators of type ${keyType} here: 0 is for groups, 1 for transactions.`
  return { key, nodeId: -1, host: '', port: -1, errorCode: codeOf('INVALID_REQUEST'), errorMessage }
}
