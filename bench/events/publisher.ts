import { Agent, request } from 'node:http'

export interface Outgoing {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const AT_A_TIME = 64

/** Publishes over kept connections, 64 requests at a time. */
export class Publisher {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: AT_A_TIME })
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  /** Sends `count` messages; gives the time that each took, ms. @throws Error when one is not answered 202 */
  async run(count: number, message: (index: number) => Outgoing): Promise<number[]> {
    const took: number[] = []
    let next = 0
    const lane = async (): Promise<void> => {
      while (next < count) {
        const startedAt = performance.now()
        await this.#send(message(next++))
        took.push(performance.now() - startedAt)
      }
    }
    await Promise.all(Array.from({ length: Math.min(AT_A_TIME, count) }, lane))
    return took
  }

  #send({ headers, body }: Outgoing): Promise<void> {
    return new Promise((resolve, reject) => {
      const lengths = { 'content-length': String(body.length) }
      const sent = request(this.#url, { method: 'POST', agent: this.#agent, headers: { ...headers, ...lengths } })
      sent.on('response', (answer) => {
        answer.resume().on('end', () => {
          if (answer.statusCode === 202) resolve()
          else reject(new Error(`answered ${answer.statusCode}`))
        })
      })
      sent.on('error', reject)
      sent.end(body)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}
