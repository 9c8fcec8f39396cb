import { type LiveStreams, type PageQuery, checked, memoryIdempotency, problem } from '@millrace/client/http'
import { type ServicePorts, hex } from '@millrace/kernel'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { menu } from '../contract/menu.ts'
import { iso } from '../topics.ts'
import type { LogView } from '../view/log-book.ts'
import type { Standing } from '../view/order-of.ts'
import { pageOfOrders, wantedStatuses } from '../view/page.ts'
import type { ShopView } from '../view/shop-view.ts'
import type { Operating } from './operating.ts'
import { type Ordering, newPizza } from './ordering.ts'
import { checkReuse, requestKey } from './request-key.ts'
import { type Sessions, USERNAME_CHARS } from './session.ts'

export interface Desk {
  readonly view: ShopView
  readonly logs: LogView
  readonly sessions: Sessions
  readonly ordering: Ordering
  readonly operating: Operating
  readonly live: LiveStreams
  readonly ports: ServicePorts
}

type ById = { Params: { orderId: string } }

const login = z.strictObject({
  username: z
    .string('must be a name')
    .trim()
    .min(1, 'must be a name')
    .max(USERNAME_CHARS, `must have at most ${USERNAME_CHARS} characters`),
})

export function shopRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/api/menu', () => menu)
  sessionRoutes(app, desk)
  orderRoutes(app, desk)
  operatorRoutes(app, desk)
}

function sessionRoutes(app: FastifyInstance, { sessions, ports }: Desk): void {
  const known = memoryIdempotency({ clock: ports.clocks.domain })
  app.get('/api/session', (request) => sessions.of(request))
  app.post('/api/login', async (request, reply) => {
    const { username } = checked(login, request.body)
    const key = requestKey(request, 'login', { username })
    const before = key === undefined ? undefined : await known.begin(key.key, key.fingerprint)
    if (before !== undefined && key !== undefined) checkReuse(key.fingerprint, before.fingerprint)
    const customerId = key === undefined ? hex(ports.random.bytes(16)) : sessions.customerIdOf(key.key)
    const session = { username, customerId }
    sessions.open(reply, session)
    return session
  })
  app.post('/api/logout', (_, reply) => {
    sessions.close(reply)
    return reply.code(204).send()
  })
}

function orderRoutes(app: FastifyInstance, desk: Desk): void {
  const { view, logs, sessions, ordering } = desk
  app.post('/api/orders', async (request, reply) => {
    const session = sessions.of(request)
    const pizza = checked(newPizza, request.body)
    const { order, replayed } = await ordering.place(pizza, session, requestKey(request, session.customerId, pizza))
    if (replayed) void reply.header('idempotent-replayed', 'true')
    return reply.code(201).header('location', `/api/orders/${order.orderId}`).send(order)
  })
  const listMine = async (request: FastifyRequest<{ Querystring: PageQuery }>) => {
    const isMine = ownedBy(sessions.of(request).customerId)
    const isWanted = wantedStatuses(request.query)
    await view.current()
    return pageOfOrders(view.all(), (standing) => isMine(standing) && isWanted(standing), request.query)
  }
  app.get<{ Querystring: PageQuery }>('/api/orders', (request) => listMine(request))
  app.get('/api/orders/live', async (request, reply) => {
    const isMine = ownedBy(sessions.of(request).customerId)
    await view.current()
    ordersLive(reply, desk, isMine)
  })
  const mine = async (request: FastifyRequest<ById>): Promise<Standing> => {
    const { customerId } = sessions.of(request)
    return found(view, request.params.orderId, ownedBy(customerId))
  }
  app.get<ById>('/api/orders/:orderId', (request) => mine(request).then(({ order }) => order))
  app.get<ById>('/api/orders/:orderId/live', async (request, reply) => orderLive(reply, desk, await mine(request)))
  app.get<ById>('/api/orders/:orderId/logs', (request) =>
    mine(request).then(({ order }) => ({ items: logs.of(order.orderId) })),
  )
  app.get<ById>('/api/orders/:orderId/logs/live', async (request, reply) => logsLive(reply, desk, await mine(request)))
}

function operatorRoutes(app: FastifyInstance, desk: Desk): void {
  const { view, logs, operating } = desk
  app.get<{ Querystring: PageQuery }>('/api/operator/orders', async ({ query }) => {
    const isWanted = wantedStatuses(query)
    await view.current()
    return pageOfOrders(view.all(), isWanted, query)
  })
  app.get('/api/operator/orders/live', async (_, reply) => {
    await view.current()
    ordersLive(reply, desk, () => true)
  })
  app.get('/api/operator/framings', () => view.framings ?? { met: {}, unreadable: 0 })
  const any = ({ orderId }: { orderId: string }): Promise<Standing> => found(view, orderId, () => true)
  app.get<ById>('/api/operator/orders/:orderId', async ({ params }) => (await any(params)).order)
  app.get<ById>('/api/operator/orders/:orderId/live', async ({ params }, reply) =>
    orderLive(reply, desk, await any(params)),
  )
  app.get<ById>('/api/operator/orders/:orderId/logs', async ({ params }) => {
    return { items: logs.of((await any(params)).order.orderId) }
  })
  app.get<ById>('/api/operator/orders/:orderId/logs/live', async ({ params }, reply) =>
    logsLive(reply, desk, await any(params)),
  )
  for (const command of ['drive-on', 'cancel'] as const)
    app.post<ById>(`/api/operator/orders/:orderId/${command}`, async (request, reply) => {
      const key = requestKey(request, 'operator', undefined)
      return reply.code(202).send(await operating.command(request.params.orderId, command, key))
    })
}

const ownedBy =
  (mine: string) =>
  ({ customerId }: Standing): boolean =>
    customerId === mine

/** @throws Problem 404 */
async function found(view: ShopView, orderId: string, isVisible: (standing: Standing) => boolean): Promise<Standing> {
  await view.current()
  const standing = view.get(orderId)
  if (standing !== undefined && isVisible(standing)) return standing
  throw problem(404, 'Order not found', `there is no order ${orderId}`, { code: 'ORDER_NOT_FOUND' })
}

type Send = (event: string, data: unknown) => void

/** The platform's time goes with every change: it may be virtual, and jump. */
const telling = (send: Send, ports: ServicePorts): Send => {
  return (event, data) => {
    send('beat', { now: iso(ports.clocks.domain.now()) })
    send(event, data)
  }
}

function ordersLive(reply: FastifyReply, { view, live, ports }: Desk, isWanted: (one: Standing) => boolean): void {
  live.open(reply, (send) => {
    send('orders', pageOfOrders(view.all(), isWanted, {}))
    const tell = telling(send, ports)
    return view.onChange((standing) => {
      if (isWanted(standing)) tell('order', standing.order)
    })
  })
}

function orderLive(reply: FastifyReply, { view, live, ports }: Desk, { order }: Standing): void {
  live.open(reply, (send) => {
    send('order', order)
    const tell = telling(send, ports)
    return view.onChange((standing) => {
      if (standing.order.orderId === order.orderId) tell('order', standing.order)
    })
  })
}

function logsLive(reply: FastifyReply, { logs, live }: Desk, { order: { orderId } }: Standing): void {
  live.open(reply, (send) => {
    send('lines', { items: logs.of(orderId) })
    return logs.onLine((line) => {
      if (line.orderId === orderId) send('line', line)
    })
  })
}
