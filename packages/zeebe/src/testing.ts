import { Client, type ServiceError, credentials, status } from '@grpc/grpc-js'
import { systemClocks } from '@millrace/kernel'
import type { Fields, Given, Message } from './proto/wire.ts'
import { rpcs } from './rpcs/index.ts'

/** A call of gateway_protocol.Gateway by its name. */
export type CallName = keyof typeof rpcs

export const callNames = Object.keys(rpcs) as readonly CallName[]

/** What became of a call: a status that is no success is a value too, with its text. */
export interface Answered {
  /** Name of the gRPC status, `OK` among them. */
  readonly code: string
  readonly text: string
  /** Every message of the answer: one of a unary call, any number of a stream; int64 as numbers. */
  readonly messages: readonly Readonly<Record<string, unknown>>[]
}

/** A client without comfort, for tests: no retries, and a deadline for each call. */
export interface PlainGateway {
  call(name: CallName, request: object, timeoutMs?: number): Promise<Answered>
  close(): void
}

/** gRPC counts deadlines by the machine's clock, whatever the clock of the engine says. */
const machine = systemClocks().domain
const TIMEOUT_MS = 10_000
const RECONNECT = { 'grpc.initial_reconnect_backoff_ms': 50, 'grpc.max_reconnect_backoff_ms': 250 }

/** @param address `host:port` of a gateway, ours or a real one. */
export function plainGateway(address: string): PlainGateway {
  const client = new Client(address, credentials.createInsecure(), RECONNECT)
  return {
    call: (name, request, timeoutMs = TIMEOUT_MS) => called(client, name, request as Given<Fields>, timeoutMs),
    close: () => client.close(),
  }
}

function called(client: Client, name: CallName, request: Given<Fields>, timeoutMs: number): Promise<Answered> {
  const rpc = rpcs[name] as unknown as {
    readonly kind: 'unary' | 'stream'
    readonly request: Message<Fields>
    readonly response: Message<Fields>
  }
  const path = `/gateway_protocol.Gateway/${name}`
  const write = (value: Given<Fields>): Buffer => rpc.request.encode(value)
  const read = (bytes: Buffer) => rpc.response.decode(bytes)
  const options = { deadline: machine.now() + timeoutMs }
  return new Promise((resolve) => {
    const failed = (error: ServiceError, messages: Answered['messages'] = []): void =>
      resolve({ code: status[error.code] ?? 'UNKNOWN', text: error.details, messages })
    if (rpc.kind === 'unary') {
      client.makeUnaryRequest(path, write, read, request, options, (error, answer) => {
        if (error !== null) failed(error)
        else resolve({ code: 'OK', text: '', messages: answer === undefined ? [] : [answer] })
      })
      return
    }
    const messages: Answered['messages'][number][] = []
    const answers = client.makeServerStreamRequest(path, write, read, request, options)
    answers.on('data', (answer: Answered['messages'][number]) => messages.push(answer))
    answers.on('error', (error) => failed(error as ServiceError, messages))
    answers.on('end', () => resolve({ code: 'OK', text: '', messages }))
  })
}
