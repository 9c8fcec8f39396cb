import { platformClock } from '@millrace/client'
import { type Environment, type RunningService, type ServicePorts, systemRandom } from '@millrace/kernel'
import { type Platform, freePorts, startPlatform, waitFor } from '@millrace/testkit'
import type { Order } from '../contract/order.ts'
import { services } from '../index.ts'
import { standInForSql } from './stand-in-sql.ts'

export type Name = keyof typeof services

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

export interface Asked<T> {
  readonly status: number
  readonly headers: Headers
  readonly body: T
}

/** A pizza shop on a platform of its own, whose clock stands still until it is told to move. */
export interface Hosted {
  readonly platform: Platform
  readonly environment: Environment
  readonly ports: ServicePorts
  readonly urls: Readonly<Record<Name, string>>
  start(name: Name): Promise<void>
  stopOne(name: Name): Promise<void>
  ask<T = Record<string, unknown>>(
    method: string,
    path: string,
    options?: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>>; readonly service?: Name },
  ): Promise<Asked<T>>
  /** Logs in; gives the cookie. */
  login(username?: string): Promise<string>
  /** Advances the clock second by second until the order has the status. */
  reached(orderId: string, status: number, mostMs?: number): Promise<Order>
  advance(ms: number): Promise<void>
  stop(): Promise<void>
}

export const pizza = {
  sauce: 'Tomato',
  cheese: 'Mozzarella',
  main_topping: 'Pepperoni',
  extra_toppings: ['Mushroom', 'Egg'],
}

const STEP_MS = 1000

export async function hostShop(names: readonly Name[], settings: Environment = {}): Promise<Hosted> {
  const platform = await startPlatform({ args: ['--clock', 'virtual'] })
  const { kafka: brokers, console: clockUrl = '' } = platform.ready
  const environment = {
    KAFKA_BROKERS: brokers,
    MILLRACE_CLOCK_URL: clockUrl,
    PIZZA_SUBMIT_SQL: 'off',
    PIZZA_CREATE_TOPICS: 'on',
    PIZZA_PARTITIONS: '2',
    ...settings,
  }
  const all = Object.keys(services) as Name[]
  const free = await freePorts(all.length)
  const portOf = Object.fromEntries(all.map((name, at) => [name, free[at] ?? 0])) as Record<Name, number>
  const urls = Object.fromEntries(all.map((name) => [name, `http://127.0.0.1:${portOf[name]}`])) as Record<Name, string>
  const running = new Map<Name, RunningService>()
  const closing: (() => void)[] = []
  const newPorts = async (): Promise<ServicePorts> => {
    const clocks = await platformClock(environment)
    closing.push(() => clocks.close())
    return { clocks, random: systemRandom, log }
  }
  const start = async (name: Name): Promise<void> => {
    running.set(name, await services[name].start({ ...environment, PORT: String(portOf[name]) }, await newPorts()))
  }
  const ports = await newPorts()
  const [first, ...others] = names
  if (first !== undefined) await start(first)
  const sql = settings['PIZZA_SUBMIT_SQL'] === 'on' ? undefined : await standInForSql(environment, ports)
  await Promise.all(others.map(start))
  const advance = async (ms: number): Promise<void> => {
    const { status, body } = await request('POST', `${clockUrl}/v1/clock/advance`, { ms })
    if (status !== 200) throw new Error(JSON.stringify(body))
  }
  return {
    platform,
    environment,
    ports,
    urls,
    start,
    stopOne: async (name) => {
      await running.get(name)?.stop()
      running.delete(name)
    },
    ask: (method, path, { body, headers, service = 'webapp' } = {}) =>
      request(method, urls[service] + path, body, headers),
    async login(username = 'Ada') {
      const { headers } = await request('POST', `${urls.webapp}/api/login`, { username })
      return headers.get('set-cookie')?.split(';')[0] ?? ''
    },
    reached: (orderId, status, mostMs) =>
      waitFor(
        async () => {
          const { body } = await request<Order>('GET', `${urls.webapp}/api/operator/orders/${orderId}`)
          if (body.status === status) return body
          await advance(STEP_MS)
          return undefined
        },
        { what: `status ${status}`, everyMs: 20, ...(mostMs !== undefined && { timeoutMs: mostMs }) },
      ),
    advance,
    async stop() {
      await Promise.all([...running.values()].map((service) => service.stop()))
      await sql?.stop()
      for (const close of closing) close()
      await platform.remove()
    },
  }
}

/** One request with a JSON body, and its JSON answer. */
async function request<T = Record<string, unknown>>(
  method: string,
  url: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Asked<T>> {
  const json = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  const answer = await fetch(url, { method, headers: { ...type, ...headers }, ...json })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, body: (text === '' ? undefined : JSON.parse(text)) as T }
}
