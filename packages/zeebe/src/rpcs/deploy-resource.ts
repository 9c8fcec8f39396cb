import { readTenant } from '../documents/tenants.ts'
import { DeployResourceRequest, DeployResourceResponse } from '../proto/resources.ts'
import { unary } from './rpc.ts'

/** DeployResource: makes processes known. */
export const deployResource = unary({
  intent: 'CREATE',
  request: DeployResourceRequest,
  response: DeployResourceResponse,
  handle: async ({ resources, tenantId }, { engine }) => {
    const deployed = await engine.run('deploy', { resources, tenantId: readTenant('DeployResource', tenantId) })
    const { key, processes } = deployed
    return { key, tenantId: deployed.tenantId, deployments: processes.map((process) => ({ process })) }
  },
})
