import { status } from '@grpc/grpc-js'
import { DEFAULT_TENANT } from '@millrace/engine'
import { Failure } from '../failure.ts'

/** The tenant of a call. There is one, as on a Zeebe without multi-tenancy. */
export function readTenant(rpc: string, tenantId: string): string {
  if (tenantId === '' || tenantId === DEFAULT_TENANT) return DEFAULT_TENANT
  const text = `Expected to handle gRPC request ${rpc} with tenant identifier '${tenantId}', but multi-tenancy is disabled`
  throw new Failure(status.INVALID_ARGUMENT, text)
}

export function readTenants(rpc: string, tenantIds: readonly string[]): readonly string[] {
  const others = tenantIds.filter((id) => id !== '' && id !== DEFAULT_TENANT)
  if (others.length === 0) return [DEFAULT_TENANT]
  const text = `Expected to handle gRPC request ${rpc} with tenant identifiers [${tenantIds.join(', ')}], but multi-tenancy is disabled`
  throw new Failure(status.INVALID_ARGUMENT, text)
}
