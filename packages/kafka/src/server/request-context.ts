import type { ConnectionInfo, RequestContext, RequestHeader } from '../context.ts'
import type { Login } from '../sasl/login.ts'
import type { ConnectionHost } from './host.ts'

/** The context of one request: what the server has, and what belongs to the connection. */
export function contextOf(
  host: ConnectionHost,
  { connection, login }: { readonly connection: ConnectionInfo; readonly login: Login },
  header: RequestHeader,
  abort: AbortController,
  requestBytes: number,
): RequestContext {
  const context: RequestContext = {
    broker: host.broker,
    clocks: host.clocks,
    log: host.log,
    faults: host.faults,
    connection,
    header,
    login,
    access: login.access,
    signal: abort.signal,
    advertised: host.advertise ?? connection.local,
    apis: host.dispatch.apis,
    responseBytesMost: host.memory.responseBytesMost,
    throttleTimeMs: 0,
  }
  const throttleTimeMs = host.throttle?.(context, requestBytes) ?? 0
  return throttleTimeMs > 0 ? { ...context, throttleTimeMs } : context
}
