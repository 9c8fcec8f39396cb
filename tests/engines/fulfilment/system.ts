import { type Environment, type RunningService, type ServicePorts, systemClocks, systemRandom } from '@millrace/kernel'
import { freePorts, waitFor } from '@millrace/testkit'
import { services } from '@millrace/fulfilment'

/** Everything that the services have written to their logs. */
export const logged: string[] = []
const write = (...line: unknown[]): void => void logged.push(JSON.stringify(line))
const log = { debug: write, info: write, warn: write, error: write }
export const ports: ServicePorts = { clocks: systemClocks(), random: systemRandom, log }

export const TOKEN = 'ghp_nobody_may_ever_see_this'

export type Answer = Readonly<Record<string, unknown>>

/** The whole system against one gateway. */
export interface System {
  readonly urls: Readonly<Record<string, string>>
  get(service: string, path: string): Promise<Answer>
  send(method: string, service: string, path: string, body?: object, headers?: object): Promise<Response>
  order(fields?: object): Promise<string>
  /** Waits until the order has this status. */
  comesTo(order: string, status: string): Promise<Answer>
  stock(product: string): Promise<Answer | undefined>
  restock(level?: string, products?: readonly string[]): Promise<void>
  stop(): Promise<void>
}

export const SHIRT = 'Limited Edition Zeebe T-shirt'
const customer = { name: 'Ada', email: 'ada@example.org' }

export async function startSystem(zeebe: string, given: Environment = {}): Promise<System> {
  const names = Object.keys(services) as (keyof typeof services)[]
  const free = await freePorts(names.length)
  const urls = Object.fromEntries(names.map((name, index) => [name, `http://127.0.0.1:${free[index]}`]))
  const running: RunningService[] = []
  for (const [index, name] of names.entries()) {
    const environment = {
      PORT: String(free[index]),
      ZEEBE_ADDRESS: zeebe,
      DATABASE_SERVICE_URL: urls['database'],
      DISPATCH_URL: urls['dispatch'],
      FULFILMENT_GITHUB_TOKEN: TOKEN,
      ...given,
    }
    running.push(await services[name].start(environment, ports))
  }
  const send: System['send'] = (method, service, path, body, headers = {}) =>
    fetch(`${urls[service]}${path}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const get: System['get'] = async (service, path) => (await (await send('GET', service, path)).json()) as Answer
  const records = async (table: string) => (await get('database', `/db/${table}`))['records'] as Answer[]
  const stock: System['stock'] = async (product) =>
    (await records('stock')).find((record) => record['product'] === product)
  return {
    urls,
    get,
    send,
    stock,
    order: async (fields = {}) => {
      const body = { customer, product: SHIRT, card: '4242424242424242', way: 'messages', ...fields }
      const answer = await send('POST', 'shop', '/orders', body)
      if (answer.status !== 201) throw new Error(await answer.text())
      return String(((await answer.json()) as Answer)['orderId'])
    },
    comesTo: (order, status) =>
      waitFor(
        async () => {
          const answer = await get('shop', `/orders/${order}`)
          return answer['status'] === status && answer
        },
        { what: `order ${order} to be ${status}`, timeoutMs: 60_000 },
      ),
    restock: async (level = '2', products = [SHIRT]) => {
      await send('POST', 'shop', '/restock', { stock_level: level, products })
      for (const product of products) {
        const there = async () => (await stock(product))?.['stock_level'] === level
        await waitFor(there, { what: `${level} of ${product}`, timeoutMs: 60_000 })
      }
    },
    stop: async () => {
      for (const service of running.toReversed()) await service.stop()
    },
  }
}
