import { once } from 'node:events'
import { type Socket, connect } from 'node:net'
import { type Partially, decodeWhole, encodeWhole, filled, holdsVersion } from '@millrace/kernel'
import { ERROR_CODES, type Message } from '@millrace/kafka'
import type { EngineAddress } from '../harness/on-each-engine.ts'

/** What an engine may do instead of answering. */
export type NoAnswer = 'closed' | 'silent'

const PATIENCE_MS = 10_000

/** Requests to an engine in the versions that a test names, below any client library. */
export class Wire {
  readonly #socket: Socket
  #received = Buffer.alloc(0)
  #correlationId = 0
  #wake: () => void = () => undefined

  static async to({ brokers }: EngineAddress): Promise<Wire> {
    const [host = '', port = ''] = brokers.split(':')
    const socket = connect(Number(port), host)
    await once(socket, 'connect')
    return new Wire(socket)
  }

  private constructor(socket: Socket) {
    this.#socket = socket
    // Answers may come while nobody waits for them, and an end is an answer too.
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk])
      this.#wake()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => this.#wake())
  }

  get closed(): boolean {
    return this.#socket.destroyed
  }

  /** What the request leaves out has its default. */
  async call<Request, Response>(
    message: Message<Request, Response>,
    version: number,
    request: Partially<Request>,
  ): Promise<Response> {
    this.send(message, version, request)
    const answer = await this.answer(message, version)
    if (answer === 'closed' || answer === 'silent') throw new Error(`${message.name} v${version}: ${answer}`)
    return answer
  }

  /** Sends without waiting; `asVersion` says another version in the header than the one that the body is written in. */
  send<Request>(
    message: Message<Request, unknown>,
    version: number,
    request: Partially<Request>,
    asVersion = version,
  ): void {
    const head = Buffer.alloc(10)
    head.writeInt16BE(message.key, 0)
    head.writeInt16BE(asVersion, 2)
    head.writeInt32BE(++this.#correlationId, 4)
    head.writeInt16BE(-1, 8)
    const tags = Buffer.alloc(holdsVersion(message.headers.request, version) ? 1 : 0)
    const body = encodeWhole(message.request, version, filled(message.request, request))
    const length = Buffer.alloc(4)
    length.writeInt32BE(head.length + tags.length + body.length)
    this.#socket.write(Buffer.concat([length, head, tags, body]))
  }

  /** The next response, which answers a request of this kind. */
  async answer<Response>(message: Message<unknown, Response>, version: number): Promise<Response | NoAnswer> {
    const frame = await this.#next()
    if (typeof frame === 'string') return frame
    const start = holdsVersion(message.headers.response, version) ? 5 : 4
    return decodeWhole(message.response, version, frame.subarray(start))
  }

  close(): void {
    this.#socket.destroy()
  }

  async #next(): Promise<Buffer | NoAnswer> {
    for (const until = Date.now() + PATIENCE_MS; !this.#isWhole();) {
      if (this.closed) return 'closed'
      if (Date.now() >= until) return 'silent'
      await this.#more(until - Date.now())
    }
    const end = 4 + this.#received.readInt32BE(0)
    const response = this.#received.subarray(4, end)
    this.#received = this.#received.subarray(end)
    return response
  }

  #isWhole(): boolean {
    return this.#received.length >= 4 && this.#received.length >= 4 + this.#received.readInt32BE(0)
  }

  #more(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

/** Kafka's name of an error code. */
export function errorName(code: number): string {
  return Object.entries(ERROR_CODES).find(([, known]) => known === code)?.[0] ?? String(code)
}

/** What a coordinator says while it is not ready, or still busy with the request before: a client asks again. */
const PASSING = new Set([
  'CONCURRENT_TRANSACTIONS',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
  'UNKNOWN_TOPIC_OR_PARTITION',
])

/** Asks until the answer is not one that passes. */
export async function settled<T>(ask: () => Promise<T>, errorOf: (answer: T) => string, tries = 100): Promise<T> {
  const answer = await ask()
  if (tries === 0 || !PASSING.has(errorOf(answer))) return answer
  await new Promise((resolve) => setTimeout(resolve, 50))
  return settled(ask, errorOf, tries - 1)
}
