import { platformClock } from '@millrace/client'
import { type Environment, type RunningService, systemRandom } from '@millrace/kernel'
import { type Asked, ask, freePorts, startPlatform, waitFor } from '@millrace/testkit'
import type { Reservation, Stock } from '../contract/shop.ts'
import type { Place, Sale } from '../contract/waiting-room.ts'
import { startPayments } from '../payments/service.ts'
import { startQueue } from '../queue/service.ts'
import { startTickets } from '../tickets/service.ts'
import { type Observer, observe } from './observer.ts'

const STARTS = { queue: startQueue, tickets: startTickets, payments: startPayments } as const
const names = ['queue', 'tickets', 'payments'] as const
export type Name = (typeof names)[number]

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** The sale on a platform of its own, whose clock stands still until it is told to move. */
export interface Hosted {
  readonly urls: Readonly<Record<Name, string>>
  readonly events: string
  readonly observer: Observer
  ask<T = Record<string, unknown>>(
    name: Name,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Asked<T>>
  /** Joins and gets in; gives the token. */
  admitted(sessionId: string): Promise<string>
  place(sessionId: string): Promise<Place>
  sale(): Promise<Sale>
  stock(): Promise<Stock>
  reservation(sessionId: string, reservationId: string): Promise<Reservation>
  advance(ms: number): Promise<void>
  stop(): Promise<void>
}

/** Something that runs beside the sale: a router. It gives variables for the services, and what ends it. */
export type Beside = (shared: Environment) => Promise<{ readonly environment: Environment; stop(): Promise<void> }>

export async function hostSale(environment: Environment = {}, beside?: Beside): Promise<Hosted> {
  await using undo = new AsyncDisposableStack()
  const platform = await startPlatform({ args: ['--smtp', '0', '--sql', '0', '--clock', 'virtual'] })
  undo.defer(() => platform.remove())
  const { events, console: clockUrl = '' } = platform.ready
  const observer = await observe(events)
  undo.defer(() => observer.close())
  const ports = await freePorts(names.length)
  const urls = Object.fromEntries(names.map((name, at) => [name, `http://127.0.0.1:${ports[at] ?? 0}`])) as Record<
    Name,
    string
  >
  const shared: Environment = {
    K_SINK: `${events}/default/default`,
    EVENTS_URL: events,
    MILLRACE_CLOCK_URL: clockUrl,
    QUEUE_URL: urls.queue,
    TICKETS_URL: urls.tickets,
    PAYMENTS_URL: urls.payments,
    ...environment,
  }
  const more = await beside?.(shared)
  undo.defer(async () => more?.stop())
  for (const [at, name] of names.entries()) {
    const clocks = await platformClock(shared)
    undo.defer(() => clocks.close())
    const own = { ...shared, ...more?.environment, PORT: String(ports[at]) }
    const service: RunningService = await STARTS[name](own, { clocks, random: systemRandom, log })
    undo.defer(() => service.stop())
  }
  const call: Hosted['ask'] = (name, method, path, body, headers = {}) => ask(method, urls[name] + path, body, headers)
  const get = async <T>(name: Name, path: string): Promise<T> => (await call<T>(name, 'GET', path)).body
  const place = (sessionId: string) => get<Place>('queue', `/${sessionId}`)
  const advance = async (ms: number): Promise<void> => {
    if (!platform.alive()) throw new Error(`the platform ended:\n${platform.tail()}`)
    const answer = await ask('POST', `${clockUrl}/v1/clock/advance`, { ms })
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  }
  await waitFor(() => triggersAreThere(events), { what: 'the triggers' })
  const all = undo.move()
  return {
    urls,
    events,
    observer,
    ask: call,
    place,
    sale: () => get<Sale>('queue', '/sale'),
    stock: () => get<Stock>('tickets', '/stock'),
    reservation: (sessionId, reservationId) =>
      get<Reservation>('tickets', `/reservations/${reservationId}?sessionId=${sessionId}`),
    async admitted(sessionId) {
      await call('queue', 'POST', '/join', { sessionId })
      const found = async (): Promise<string | undefined> => {
        const { token } = await place(sessionId)
        if (token === undefined) await advance(1000)
        return token
      }
      return waitFor(found, { what: `admission of ${sessionId}` })
    },
    advance,
    stop: () => all.disposeAsync(),
  }
}

/** Of queue and tickets, and the observer's. */
const TRIGGERS = 12

async function triggersAreThere(events: string): Promise<boolean> {
  const answer = await fetch(`${events}/apis/eventing.knative.dev/v1/namespaces/default/triggers`)
  return ((await answer.json()) as { items: unknown[] }).items.length >= TRIGGERS
}
