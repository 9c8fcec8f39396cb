import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Subscribers of one broker, all at one address; a path with `slow` in it takes 100 ms. */
export class Subscribers {
  readonly #server: Server
  readonly #triggers: string
  readonly #names: string[] = []
  /** From publishing to delivery, ms, of the fast ones. */
  latencies: number[] = []
  /** Deliveries to the slow ones. */
  slow = 0

  private constructor(events: string) {
    this.#triggers = `${events}/apis/eventing.knative.dev/v1/namespaces/default/triggers`
    this.#server = createServer((request, response) => void this.#receive(request, response))
  }

  static async start(events: string): Promise<Subscribers> {
    const subscribers = new Subscribers(events)
    await new Promise<void>((resolve) => subscribers.#server.listen(0, '127.0.0.1', resolve))
    return subscribers
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await request.resume().toArray()
    if (request.url?.includes('slow') === true) {
      await sleep(100)
      this.slow += 1
    } else {
      this.latencies.push(performance.timeOrigin + performance.now() - Number(request.headers['ce-sentat']))
    }
    response.writeHead(202).end()
  }

  /** Makes so many triggers for a type, the last ones of them slow, and others for types that nobody publishes. */
  async subscribe(type: string, count: number, { slow, others }: { slow: number; others: number }): Promise<void> {
    for (let index = 0; index < count + others; index++) {
      const name = `${type}-${index}`
      const filter = { attributes: { type: index < count ? type : name } }
      const uri = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${index < count && index >= count - slow ? 'slow' : ''}`
      const answer = await fetch(this.#triggers, {
        method: 'POST',
        body: JSON.stringify({
          apiVersion: 'eventing.knative.dev/v1',
          kind: 'Trigger',
          metadata: { name },
          spec: { broker: 'default', filter, subscriber: { uri } },
        }),
      })
      if (answer.status !== 201) throw new Error(`the trigger was answered ${answer.status}: ${await answer.text()}`)
      this.#names.push(name)
    }
    this.latencies = []
    this.slow = 0
  }

  async unsubscribe(): Promise<void> {
    for (const name of this.#names.splice(0)) await fetch(`${this.#triggers}/${name}`, { method: 'DELETE' })
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
