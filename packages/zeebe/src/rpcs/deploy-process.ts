import { readTenant } from '../documents/tenants.ts'
import { DeployProcessRequest, DeployProcessResponse } from '../proto/resources.ts'
import { unary } from './rpc.ts'

/** DeployProcess: what older clients call DeployResource. */
export const deployProcess = unary({
  intent: 'CREATE',
  request: DeployProcessRequest,
  response: DeployProcessResponse,
  handle: ({ processes }, { engine }) =>
    engine.run('deploy', {
      resources: processes.map(({ name, definition }) => ({ name, content: definition })),
      tenantId: readTenant('DeployProcess', ''),
    }),
})
