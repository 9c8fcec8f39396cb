import { readTenant } from '../documents/tenants.ts'
import { readVariables } from '../documents/variables.ts'
import { PublishMessageRequest, PublishMessageResponse } from '../proto/processes.ts'
import { unary } from './rpc.ts'

/** PublishMessage: brings a message to what waits for it, and keeps it as long as it lives. */
export const publishMessage = unary({
  intent: 'PUBLISH',
  request: PublishMessageRequest,
  response: PublishMessageResponse,
  handle: (request, { engine }) =>
    engine.run('publishMessage', {
      name: request.name,
      correlationKey: request.correlationKey,
      timeToLive: request.timeToLive,
      messageId: request.messageId,
      variables: readVariables(request.variables),
      tenantId: readTenant('PublishMessage', request.tenantId),
    }),
})
