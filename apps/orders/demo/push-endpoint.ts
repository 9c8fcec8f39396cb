import { once } from 'node:events'
import { type IncomingMessage, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PushPayload, PushSubscriptionJson } from '../contract/notice.ts'
import { decryptPush, newSecrets } from './decrypt-push.ts'

/** A push message as it arrived. */
export interface ReceivedPush {
  readonly payload: PushPayload
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** A push service and a browser in one: takes messages, and decrypts them with the subscription's secrets. */
export interface PushEndpoint {
  readonly subscription: PushSubscriptionJson
  readonly received: readonly ReceivedPush[]
  /** Status of the next answers; 201 by default. */
  answer: number
  close(): Promise<void>
}

const BODY_BYTES = 16 * 1024

export async function pushEndpoint(): Promise<PushEndpoint> {
  const secrets = await newSecrets()
  const received: ReceivedPush[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const body = await bodyOf(request)
      if (endpoint.answer < 300) {
        const text = await decryptPush(body, secrets)
        received.push({ payload: JSON.parse(text) as PushPayload, headers: request.headers })
      }
      response.writeHead(endpoint.answer).end()
    })().catch((error: unknown) => response.writeHead(400).end(String(error)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const endpoint: PushEndpoint = {
    subscription: {
      endpoint: `http://127.0.0.1:${port}/push/${Buffer.from(secrets.auth).toString('hex')}`,
      keys: {
        p256dh: Buffer.from(secrets.publicKey).toString('base64url'),
        auth: Buffer.from(secrets.auth).toString('base64url'),
      },
    },
    received,
    answer: 201,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return endpoint
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > BODY_BYTES) throw new Error(`a push message has at most ${BODY_BYTES} bytes`)
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
