import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

const GIVE_UP_MS = 180_000
const ANSWER_MS = 30_000
const AGAIN_MS = 100

/** People's connections: each call keeps one open until the client is closed. Durations are of calls that were answered at once. */
export class Client {
  readonly #agent: Agent
  readonly durations: number[] = []
  /** Calls that had to be made again: nobody answered, or 5xx. */
  repeated = 0

  constructor(connections: number) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections, maxFreeSockets: connections })
  }

  /** Asks until the service gives an answer of its own. */
  async call(method: string, url: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const began = performance.now()
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#once(method, url, body, headers).catch((error: unknown) => String(error))
      if (typeof answer !== 'string' && answer.status < 500) {
        if (attempt === 1) this.durations.push(performance.now() - began)
        return answer
      }
      this.repeated += 1
      if (performance.now() - began > GIVE_UP_MS) throw new Error(`${method} ${url}: ${JSON.stringify(answer)}`)
      await sleep(AGAIN_MS)
    }
  }

  close(): void {
    this.#agent.destroy()
  }

  #once(method: string, url: string, body: object | undefined, headers: Record<string, string>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body)
      const type =
        text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
      const sent = request(url, { method, agent: this.#agent, timeout: ANSWER_MS, headers: { ...type, ...headers } })
      sent.on('timeout', () => sent.destroy(new Error('no answer')))
      sent.on('error', reject)
      sent.on('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const said = Buffer.concat(chunks).toString()
          resolve({ status: response.statusCode ?? 0, body: (said === '' ? {} : JSON.parse(said)) as Answer['body'] })
        })
      })
      sent.end(text)
    })
  }
}

/** Works through a list, so many at a time. */
export async function each<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) await work(items[index] as T, index)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
}
