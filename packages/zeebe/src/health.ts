import { status } from '@grpc/grpc-js'
import { Failure } from './failure.ts'
import { HealthCheckRequest, HealthCheckResponse } from './proto/resources.ts'
import { stream, unary } from './rpcs/rpc.ts'

const SERVING = 1
const SERVICE_UNKNOWN = 3
const KNOWN: ReadonlySet<string> = new Set(['', 'gateway_protocol.Gateway'])

/** grpc.health.v1.Health: the server as a whole, and the gateway. */
export const health = {
  Check: unary({
    intent: 'CHECK',
    request: HealthCheckRequest,
    response: HealthCheckResponse,
    handle: ({ service }) => {
      if (KNOWN.has(service)) return Promise.resolve({ status: SERVING })
      return Promise.reject(new Failure(status.NOT_FOUND, `unknown service ${service}`))
    },
  }),
  Watch: stream({
    intent: 'WATCH',
    request: HealthCheckRequest,
    response: HealthCheckResponse,
    handle: ({ service }, _, { signal, send }) => {
      send({ status: KNOWN.has(service) ? SERVING : SERVICE_UNKNOWN })
      return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    },
  }),
}
