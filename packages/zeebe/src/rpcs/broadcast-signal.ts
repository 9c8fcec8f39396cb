import { readTenant } from '../documents/tenants.ts'
import { readVariables } from '../documents/variables.ts'
import { BroadcastSignalRequest, BroadcastSignalResponse } from '../proto/processes.ts'
import { unary } from './rpc.ts'

/** BroadcastSignal: reaches everybody who waits for it now. */
export const broadcastSignal = unary({
  intent: 'BROADCAST',
  request: BroadcastSignalRequest,
  response: BroadcastSignalResponse,
  handle: ({ signalName, variables, tenantId }, { engine }) =>
    engine.run('broadcastSignal', {
      signalName,
      variables: readVariables(variables),
      tenantId: readTenant('BroadcastSignal', tenantId),
    }),
})
