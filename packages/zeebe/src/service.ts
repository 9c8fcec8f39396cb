import {
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceDefinition,
  type UntypedHandleCall,
  type UntypedServiceImplementation,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js'
import type { Access } from '@millrace/security'
import type { Callers } from './access/authentication.ts'
import { lackingScope } from './access/needs.ts'
import { Failure, failureOf } from './failure.ts'
import type { Fields, Given } from './proto/wire.ts'
import type { Gateway, StreamRpc, UnaryRpc } from './rpcs/rpc.ts'

type AnyRpc = UnaryRpc | StreamRpc
/** The calls of a service. Their types were checked where each was written; here they are all alike. */
type Rpcs = Readonly<Record<string, { readonly kind: 'unary' | 'stream' }>>

export interface Service {
  readonly definition: ServiceDefinition
  readonly implementation: UntypedServiceImplementation
}

/** What a service is served with. */
interface Serving {
  readonly gateway: Gateway
  readonly callers: Callers
}

/** gRPC tells of the end of each call, answered or not: the reason that a signal makes for itself has a stack, and costs. */
const GONE = 'the client has gone'

/** A gRPC service from its table of calls. */
export function serviceOf(name: string, rpcs: Rpcs, serving: Serving): Service {
  const definition: Record<string, ServiceDefinition[string]> = {}
  const implementation: UntypedServiceImplementation = {}
  for (const [method, each] of Object.entries(rpcs)) {
    const rpc = each as AnyRpc
    definition[method] = {
      path: `/${name}/${method}`,
      requestStream: false,
      responseStream: rpc.kind === 'stream',
      requestSerialize: (value: Given<Fields>) => rpc.request.encode(value),
      requestDeserialize: (bytes: Buffer) => rpc.request.decode(bytes),
      responseSerialize: (value: Given<Fields>) => rpc.response.encode(value),
      responseDeserialize: (bytes: Buffer) => rpc.response.decode(bytes),
    }
    implementation[method] = (
      rpc.kind === 'unary' ? serveUnary(method, rpc, serving) : serveStream(method, rpc, serving)
    ) as UntypedHandleCall
  }
  return { definition, implementation }
}

function serveUnary(method: string, rpc: UnaryRpc, { gateway, callers }: Serving) {
  return (call: ServerUnaryCall<never, unknown>, answer: sendUnaryData<unknown>): void => {
    const gone = new AbortController()
    call.on('cancelled', () => gone.abort(GONE))
    startOf(() => {
      checkScope(callers(call.metadata), method, call.request)
      return rpc.handle(call.request, gateway, gone.signal)
    }).then(
      (value) => answer(null, value),
      (thrown: unknown) => {
        const { code, message } = failureOf(thrown, rpc.intent)
        answer({ code, details: message })
      },
    )
  }
}

function serveStream(method: string, rpc: StreamRpc, { gateway, callers }: Serving) {
  return (call: ServerWritableStream<never, unknown>): void => {
    const gone = new AbortController()
    call.on('cancelled', () => gone.abort(GONE))
    const caller = callers(call.metadata)
    const answers = {
      signal: gone.signal,
      send: (value: unknown) => {
        // Who was revoked gets nothing more, and the stream ends.
        if (!caller.isValid()) gone.abort()
        return caller.isValid() && call.write(value)
      },
      onDrain: (listener: () => void) => void call.on('drain', listener),
    }
    startOf(() => {
      checkScope(caller, method, call.request)
      return rpc.handle(call.request, gateway, answers)
    }).then(
      () => call.end(),
      (thrown: unknown) => {
        const { code, message } = failureOf(thrown, rpc.intent)
        call.emit('error', { code, details: message })
      },
    )
  }
}

/** @throws Failure PERMISSION_DENIED */
function checkScope(caller: Access, method: string, request: unknown): void {
  const lacking = lackingScope(caller, method, request)
  if (lacking === undefined) return
  const text = `${caller.principal} may not call ${method}: it takes the scope ${lacking}`
  throw new Failure(status.PERMISSION_DENIED, text)
}

/** What is thrown at once is a rejection like any other. */
const startOf = async <T>(work: () => Promise<T>): Promise<T> => work()
