import type { Broker } from '@millrace/broker'
import { ChunkWriter, type Clocks, FrameReader, type Partially, codec, decodeWhole, filled } from '@millrace/kernel'
import { ANYBODY } from '@millrace/security'
import { Login } from '../src/sasl/login.ts'
import type { Handler, Message, RequestContext } from '../src/index.ts'

/** Whom a handler is called for. */
export interface Caller {
  readonly broker: Broker
  readonly clocks: Clocks
}

const silent = { debug() {}, info() {}, warn() {}, error() {} }

/**
 * Calls a handler as a connection would: through the bytes of a request and a response in one version. What the
 * request leaves out has its default; undefined when there is no response.
 */
export async function call<Request, Response>(
  handler: Handler,
  message: Message<Request, Response>,
  version: number,
  request: Partially<Request>,
  caller: Caller,
): Promise<Response | undefined> {
  const asked = new ChunkWriter()
  codec(message.request, version).encode(asked, filled(message.request, request))
  const reader = new FrameReader(Buffer.concat(asked.chunks()))
  const write = await handler.run(reader, contextOf(message.key, version, caller))
  if (write === undefined) return undefined
  const answer = new ChunkWriter()
  write(answer)
  return decodeWhole(message.response, version, Buffer.concat(answer.chunks()))
}

function contextOf(apiKey: number, apiVersion: number, caller: Caller): RequestContext {
  const address = { host: '127.0.0.1', port: 9092 }
  return {
    ...caller,
    log: silent,
    faults: { tell: () => undefined },
    connection: { id: 1, remote: { host: '127.0.0.1', port: 50_000 }, local: address },
    header: { apiKey, apiVersion, correlationId: 1, clientId: 'test' },
    login: new Login(undefined, '127.0.0.1'),
    access: ANYBODY,
    signal: new AbortController().signal,
    advertised: address,
    apis: [],
    responseBytesMost: 1 << 26,
    throttleTimeMs: 0,
  }
}
