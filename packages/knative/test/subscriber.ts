import { type IncomingMessage, type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { waitFor } from '@millrace/testkit'

export interface Received {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A subscriber over HTTP that answers 202, or what is asked of it, and remembers. */
export class TestSubscriber {
  readonly received: Received[] = []
  readonly #options: Received[] = []
  status = 202
  readonly #server: Server
  #waiting: { readonly count: number; readonly resolve: () => void }[] = []

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const messages = request.method === 'OPTIONS' ? this.#options : this.received
        messages.push({
          path: request.url ?? '',
          headers: request.headers,
          body: Buffer.concat(chunks).toString(),
        })
        response.writeHead(this.status).end()
        this.#waiting = this.#waiting.filter(({ count, resolve }) => this.received.length < count || void resolve())
      })
    })
  }

  static async start(): Promise<TestSubscriber> {
    const subscriber = new TestSubscriber()
    await new Promise<void>((resolve) => subscriber.#server.listen(0, '127.0.0.1', resolve))
    return subscriber
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Resolves when so many requests have come. */
  async has(count: number): Promise<readonly Received[]> {
    if (this.received.length < count) {
      await new Promise<void>((resolve) => this.#waiting.push({ count, resolve }))
    }
    return this.received
  }

  /** The first request for its consent. */
  asked(): Promise<Received> {
    return waitFor(() => this.#options[0], { what: 'the request for consent' })
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
