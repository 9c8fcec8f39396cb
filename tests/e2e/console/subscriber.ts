import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How a path of the subscriber answers. */
export interface Answer {
  status: number
  headers?: Readonly<Record<string, string>>
  body?: string
}

/** A subscriber of triggers: answers each path as it is told, 202 when it is told nothing. */
export interface Subscriber {
  url: string
  answers: Map<string, Answer>
  stop: () => Promise<void>
}

export async function startSubscriber(): Promise<Subscriber> {
  const answers = new Map<string, Answer>()
  const server: Server = createServer((request, response) => {
    request.resume().on('end', () => {
      const { status, headers = {}, body } = answers.get(request.url ?? '') ?? { status: 202 }
      response.writeHead(status, headers).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
