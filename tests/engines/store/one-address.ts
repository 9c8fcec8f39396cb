import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Several servers behind one address, asked in turn: neighbouring requests never reach the same one. */
export interface OneAddress {
  readonly url: string
  /** Requests that each server got. */
  readonly served: readonly number[]
  close(): Promise<void>
}

export async function oneAddress(urls: readonly string[]): Promise<OneAddress> {
  const served = urls.map(() => 0)
  let turn = 0
  const server = createServer((incoming, outgoing) => {
    const at = turn++ % urls.length
    served[at] = (served[at] ?? 0) + 1
    const { method, url, headers } = incoming
    const onward = request(new URL(url ?? '/', urls[at]), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
