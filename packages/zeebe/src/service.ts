import type {
  ServerUnaryCall,
  ServerWritableStream,
  ServiceDefinition,
  UntypedHandleCall,
  UntypedServiceImplementation,
  sendUnaryData,
} from '@grpc/grpc-js'
import { failureOf } from './failure.ts'
import type { Fields, Given } from './proto/wire.ts'
import type { Gateway, StreamRpc, UnaryRpc } from './rpcs/rpc.ts'

type AnyRpc = UnaryRpc | StreamRpc
/** The calls of a service. Their types were checked where each was written; here they are all alike. */
type Rpcs = Readonly<Record<string, { readonly kind: 'unary' | 'stream' }>>

export interface Service {
  readonly definition: ServiceDefinition
  readonly implementation: UntypedServiceImplementation
}

/** A gRPC service from its table of calls. */
export function serviceOf(name: string, rpcs: Rpcs, gateway: Gateway): Service {
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
      rpc.kind === 'unary' ? serveUnary(rpc, gateway) : serveStream(rpc, gateway)
    ) as UntypedHandleCall
  }
  return { definition, implementation }
}

function serveUnary(rpc: UnaryRpc, gateway: Gateway) {
  return (call: ServerUnaryCall<never, unknown>, answer: sendUnaryData<unknown>): void => {
    const gone = new AbortController()
    call.on('cancelled', () => gone.abort())
    startOf(() => rpc.handle(call.request, gateway, gone.signal)).then(
      (value) => answer(null, value),
      (thrown: unknown) => {
        const { code, message } = failureOf(thrown, rpc.intent)
        answer({ code, details: message })
      },
    )
  }
}

function serveStream(rpc: StreamRpc, gateway: Gateway) {
  return (call: ServerWritableStream<never, unknown>): void => {
    const gone = new AbortController()
    call.on('cancelled', () => gone.abort())
    const answers = {
      signal: gone.signal,
      send: (value: unknown) => call.write(value),
      onDrain: (listener: () => void) => void call.on('drain', listener),
    }
    startOf(() => rpc.handle(call.request, gateway, answers)).then(
      () => call.end(),
      (thrown: unknown) => {
        const { code, message } = failureOf(thrown, rpc.intent)
        call.emit('error', { code, details: message })
      },
    )
  }
}

/** What is thrown at once is a rejection like any other. */
const startOf = async <T>(work: () => Promise<T>): Promise<T> => work()
