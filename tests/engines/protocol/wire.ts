import { once } from 'node:events'
import { type Socket, connect } from 'node:net'
import { type Partially, decodeWhole, encodeWhole, filled, holdsVersion } from '@millrace/kernel'
import { ERROR_CODES, type Message } from '@millrace/kafka'
import type { EngineAddress } from '../harness/on-each-engine.ts'

/** Requests to an engine in the versions that a test names, below any client library. */
export class Wire {
  readonly #socket: Socket
  #received = Buffer.alloc(0)
  #correlationId = 0

  static async to({ brokers }: EngineAddress): Promise<Wire> {
    const [host = '', port = ''] = brokers.split(':')
    const socket = connect(Number(port), host)
    await once(socket, 'connect')
    return new Wire(socket)
  }

  private constructor(socket: Socket) {
    this.#socket = socket
  }

  /** What the request leaves out has its default. */
  async call<Request, Response>(
    message: Message<Request, Response>,
    version: number,
    request: Partially<Request>,
  ): Promise<Response> {
    const head = Buffer.alloc(10)
    head.writeInt16BE(message.key, 0)
    head.writeInt16BE(version, 2)
    head.writeInt32BE(++this.#correlationId, 4)
    head.writeInt16BE(-1, 8)
    const tags = Buffer.alloc(holdsVersion(message.headers.request, version) ? 1 : 0)
    const body = encodeWhole(message.request, version, filled(message.request, request))
    const length = Buffer.alloc(4)
    length.writeInt32BE(head.length + tags.length + body.length)
    this.#socket.write(Buffer.concat([length, head, tags, body]))
    const response = await this.#next()
    return decodeWhole(
      message.response,
      version,
      response.subarray(holdsVersion(message.headers.response, version) ? 5 : 4),
    )
  }

  close(): void {
    this.#socket.destroy()
  }

  async #next(): Promise<Buffer> {
    while (this.#received.length < 4 || this.#received.length < 4 + this.#received.readInt32BE(0)) {
      const [chunk] = (await once(this.#socket, 'data')) as [Buffer]
      this.#received = Buffer.concat([this.#received, chunk])
    }
    const end = 4 + this.#received.readInt32BE(0)
    const response = this.#received.subarray(4, end)
    this.#received = this.#received.subarray(end)
    return response
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
