import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeHttp, headerPairs } from '@millrace/cloudevents'

/** An event that was delivered: its attributes, and its data as JSON. */
export type Heard = Readonly<Record<string, unknown>>

/** A subscriber that remembers. */
export interface Listener {
  readonly url: string
  /** What has come of a type. */
  of(type: string): Heard[]
  stop(): Promise<void>
}

export async function startListener(): Promise<Listener> {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { events } = decodeHttp({ headers: headerPairs(request.rawHeaders), body: Buffer.concat(chunks) })
      for (const { attributes, data } of events) {
        heard.push({ ...Object.fromEntries(attributes), data: data && (JSON.parse(data.toString()) as unknown) })
      }
      response.writeHead(202).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    of: (type) => heard.filter((event) => event['type'] === type),
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
