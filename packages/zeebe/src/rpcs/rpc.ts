import type { Engine } from '@millrace/engine'
import type { Clocks } from '@millrace/kernel'
import type { Decoded, Fields, Given, Message } from '../proto/wire.ts'

/** What a call is served with. */
export interface Gateway {
  readonly engine: Engine
  readonly clocks: Clocks
  /** Where clients reach the gateway: for the topology. */
  readonly address: () => { readonly host: string; readonly port: number }
}

/** One call with one answer. No decisions: reads the request, asks the engine, writes the answer. */
export interface UnaryRpc<Request extends Fields = Fields, Response extends Fields = Fields> {
  readonly kind: 'unary'
  /** The command's name in Zeebe, for the text of rejections. */
  readonly intent: string
  readonly request: Message<Request>
  readonly response: Message<Response>
  handle(request: Decoded<Request>, gateway: Gateway, signal: AbortSignal): Promise<Given<Response>>
}

/** One call with a stream of answers; it ends when `handle` resolves. */
export interface StreamRpc<Request extends Fields = Fields, Response extends Fields = Fields> {
  readonly kind: 'stream'
  readonly intent: string
  readonly request: Message<Request>
  readonly response: Message<Response>
  handle(request: Decoded<Request>, gateway: Gateway, answers: Answers<Response>): Promise<void>
}

export interface Answers<Response extends Fields> {
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal
  /** False when the client is slower than what is sent: wait for `onDrain`. */
  send(answer: Given<Response>): boolean
  onDrain(listener: () => void): void
}

export const unary = <Request extends Fields, Response extends Fields>(
  rpc: Omit<UnaryRpc<Request, Response>, 'kind'>,
): UnaryRpc<Request, Response> => ({ kind: 'unary', ...rpc })

export const stream = <Request extends Fields, Response extends Fields>(
  rpc: Omit<StreamRpc<Request, Response>, 'kind'>,
): StreamRpc<Request, Response> => ({ kind: 'stream', ...rpc })
