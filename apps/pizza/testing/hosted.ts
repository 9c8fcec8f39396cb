import { platformClock } from '@millrace/client'
import { type Environment, type RunningService, type ServicePorts, systemRandom } from '@millrace/kernel'
import { type Asked, ask, freePorts, startPlatform, waitFor } from '@millrace/testkit'
import type { Order } from '../contract/order.ts'
import { services } from '../index.ts'
import { standInForSql } from './stand-in-sql.ts'

type Name = keyof typeof services

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** A pizza shop on a platform of its own, whose clock stands still until it is told to move. */
export interface Hosted {
  readonly environment: Environment
  readonly ports: ServicePorts
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
  reached(orderId: string, status: number): Promise<Order>
  advance(ms: number): Promise<void>
  /** SIGKILL, and a start on the same data and ports. */
  killPlatform(): Promise<void>
  stop(): Promise<void>
}

export const pizza = {
  sauce: 'Tomato',
  cheese: 'Mozzarella',
  main_topping: 'Pepperoni',
  extra_toppings: ['Mushroom', 'Egg'],
}

const STEP_MS = 1000
const REACHED_MS = 60_000
const NAMES = Object.keys(services) as Name[]

/** The services in this process, on ports of their own that they keep. */
class Services {
  readonly urls: Readonly<Record<Name, string>>
  readonly #environment: Environment
  readonly #running = new Map<Name, RunningService>()
  readonly #closing: (() => void)[] = []

  constructor(environment: Environment, free: readonly number[]) {
    this.#environment = environment
    this.urls = Object.fromEntries(
      NAMES.map((name, at) => [name, `http://127.0.0.1:${free[at] ?? 0}`]),
    ) as Services['urls']
  }

  async newPorts(): Promise<ServicePorts> {
    const clocks = await platformClock(this.#environment)
    this.#closing.push(() => clocks.close())
    return { clocks, random: systemRandom, log }
  }

  async start(name: Name): Promise<void> {
    const environment = { ...this.#environment, PORT: new URL(this.urls[name]).port }
    this.#running.set(name, await services[name].start(environment, await this.newPorts()))
  }

  async stopOne(name: Name): Promise<void> {
    await this.#running.get(name)?.stop()
    this.#running.delete(name)
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].map((service) => service.stop()))
    for (const close of this.#closing) close()
  }
}

/** The first service makes the topics; with `PIZZA_SUBMIT_SQL=on` the platform's gateway runs the statements, else a stand-in. */
export async function hostShop(
  names: readonly Name[],
  settings: Environment = {},
  clock: 'virtual' | 'system' = 'virtual',
): Promise<Hosted> {
  let platform = await startPlatform({ args: ['--clock', clock] })
  const { kafka: brokers, console: clockUrl = '', sql: gateway } = platform.ready
  const environment = {
    KAFKA_BROKERS: brokers,
    MILLRACE_CLOCK_URL: clockUrl,
    FLINK_SQL_GATEWAY: gateway,
    PIZZA_SUBMIT_SQL: 'off',
    ...settings,
  }
  const running = new Services(environment, await freePorts(NAMES.length))
  const { urls } = running
  const ports = await running.newPorts()
  const [first, ...others] = names
  if (first !== undefined) await running.start(first)
  const sql = settings['PIZZA_SUBMIT_SQL'] === 'on' ? undefined : await standInForSql(environment, ports)
  await Promise.all(others.map((name) => running.start(name)))
  const advance = async (ms: number): Promise<void> => {
    const { status, body } = await ask('POST', `${clockUrl}/v1/clock/advance`, { ms })
    if (status !== 200) throw new Error(JSON.stringify(body))
  }
  const look = async (orderId: string, wanted: number): Promise<Order | undefined> => {
    const { body } = await ask<Order>('GET', `${urls.webapp}/api/operator/orders/${orderId}`)
    if (body.status === wanted) return body
    if (clock === 'virtual') await advance(STEP_MS)
    return undefined
  }
  return {
    environment,
    ports,
    start: (name) => running.start(name),
    stopOne: (name) => running.stopOne(name),
    ask: (method, path, { body, headers, service = 'webapp' } = {}) => ask(method, urls[service] + path, body, headers),
    async login(username = 'Ada') {
      const { headers } = await ask('POST', `${urls.webapp}/api/login`, { username })
      return headers.get('set-cookie')?.split(';')[0] ?? ''
    },
    reached: (orderId, status) =>
      waitFor(() => look(orderId, status), { what: `status ${status}`, everyMs: 20, timeoutMs: REACHED_MS }),
    advance,
    async killPlatform() {
      await platform.kill9()
      platform = await platform.restart()
    },
    async stop() {
      await running.stop()
      await sql?.stop()
      await platform.remove()
    },
  }
}
