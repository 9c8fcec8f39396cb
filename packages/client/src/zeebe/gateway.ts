import { Client, Metadata, credentials, makeGenericClientConstructor, type ChannelCredentials } from '@grpc/grpc-js'
import type { ServiceClientConstructor } from '@grpc/grpc-js'
import { fromJSON } from '@grpc/proto-loader'
import { Fault, type LivenessClock, systemClocks } from '@millrace/kernel'
import { type CallName, gatewayProtocol } from './protocol.ts'
import type { ZeebeSettings } from './settings.ts'
import { ours } from './status.ts'
import { type TokenSource, tokenSource } from './token.ts'

const MESSAGE_BYTES_MOST = 16 * 1024 * 1024
const KEEPALIVE_MS = 45_000

/** A message of the protocol; int64 as text. */
export type Message = Readonly<Record<string, unknown>>

/** The gateway's calls, without meaning. */
export interface Gateway {
  /** @throws Refusal or Fault whose code is the gRPC status. */
  call(name: CallName, request: Message, timeoutMs?: number): Promise<Message>
  /** Every message of the answer, until the gateway ends it. */
  stream(name: CallName, request: Message, timeoutMs: number, signal: AbortSignal): Promise<Message[]>
  close(): void
}

/** Connects when the first call is made. */
export function openGateway(settings: ZeebeSettings, liveness: LivenessClock): Gateway {
  const client = openClient(settings)
  const token = settings.credentials && tokenSource(settings.credentials, liveness)
  const methods = client as unknown as Readonly<Record<CallName, Unary & Streaming>>
  return {
    call: async (name, request, timeoutMs = settings.requestTimeoutMs) => {
      const metadata = await authorized(token)
      return new Promise((resolve, reject) => {
        methods[name](request, metadata, { deadline: deadlineIn(timeoutMs) }, (error: unknown, answer: Message) => {
          if (error === null || error === undefined) resolve(answer)
          else reject(ours(error))
        })
      })
    },
    stream: async (name, request, timeoutMs, signal) => {
      const metadata = await authorized(token)
      if (signal.aborted) throw new Fault('CANCELLED', 'stopped before it was sent')
      return readAll(methods[name](request, metadata, { deadline: deadlineIn(timeoutMs) }) as ReadAll, signal)
    },
    close: () => client.close(),
  }
}

type Unary = (
  request: Message,
  metadata: Metadata,
  options: object,
  done: (error: unknown, answer: Message) => void,
) => void
type Streaming = (request: Message, metadata: Metadata, options: object) => unknown

interface ReadAll {
  on(event: 'data', listener: (message: Message) => void): unknown
  on(event: 'end', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  cancel(): void
}

function readAll(call: ReadAll, signal: AbortSignal): Promise<Message[]> {
  const messages: Message[] = []
  const cancel = (): void => call.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  return new Promise<Message[]>((resolve, reject) => {
    call.on('data', (message) => messages.push(message))
    call.on('end', () => resolve(messages))
    // Jobs that came before the end are activated: they are given out rather than left to time out.
    call.on('error', (error) => (messages.length > 0 ? resolve(messages) : reject(ours(error))))
  }).finally(() => signal.removeEventListener('abort', cancel))
}

async function authorized(token: TokenSource | undefined): Promise<Metadata> {
  const metadata = new Metadata()
  if (token !== undefined) metadata.set('authorization', `Bearer ${await token()}`)
  return metadata
}

/** gRPC counts deadlines from now by the system's clock, whatever domain time is. */
/** gRPC counts a deadline by the machine's clock, whatever the domain clock of the app says. */
const machine = systemClocks().domain
const deadlineIn = (ms: number): number => machine.now() + ms

function openClient(settings: ZeebeSettings): Client {
  // protobuf's own types want a comment with every method.
  const descriptor = gatewayProtocol as unknown as Parameters<typeof fromJSON>[0]
  const definition = fromJSON(descriptor, { keepCase: true, longs: String, enums: String, defaults: true })
  const service = definition['gateway_protocol.Gateway'] as Parameters<typeof makeGenericClientConstructor>[0]
  const Gateway: ServiceClientConstructor = makeGenericClientConstructor(service, 'Gateway')
  return new Gateway(settings.address, channelCredentials(settings), {
    'grpc.keepalive_time_ms': KEEPALIVE_MS,
    'grpc.max_receive_message_length': MESSAGE_BYTES_MOST,
    'grpc.max_send_message_length': MESSAGE_BYTES_MOST,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 2000,
  })
}

function channelCredentials({ tls, ca }: ZeebeSettings): ChannelCredentials {
  if (!tls) return credentials.createInsecure()
  return credentials.createSsl(ca === undefined ? null : Buffer.from(ca))
}
