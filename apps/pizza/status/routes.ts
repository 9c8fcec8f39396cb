import { LiveStreams, type PageQuery, problem } from '@millrace/client/http'
import type { FastifyInstance } from 'fastify'
import { pageOfOrders, wantedStatuses } from '../view/page.ts'
import type { ShopView } from '../view/shop-view.ts'

/** The statuses of all orders, for programs: the pages have the web application's own view. */
export function statusRoutes(app: FastifyInstance, view: ShopView, live: LiveStreams): void {
  app.get<{ Querystring: PageQuery }>('/statuses', async ({ query }) => {
    const isWanted = wantedStatuses(query)
    await view.current()
    return pageOfOrders(view.all(), isWanted, query)
  })
  app.get<{ Params: { orderId: string } }>('/statuses/:orderId', async ({ params: { orderId } }) => {
    await view.current()
    const standing = view.get(orderId)
    if (standing !== undefined) return standing.order
    throw problem(404, 'Order not found', `there is no order ${orderId}`, { code: 'ORDER_NOT_FOUND' })
  })
  app.get('/statuses/live', async (_, reply) => {
    await view.current()
    live.open(reply, (send) => {
      send(
        'orders',
        pageOfOrders(view.all(), () => true, {}),
      )
      return view.onChange(({ order }) => send('order', order))
    })
  })
  /** The view is thrown away and built again from the topics. */
  app.delete('/statuses', async () => ({ rebuilt: await view.rebuild() }))
  app.get('/framings', () => view.framings ?? { met: {}, unreadable: 0 })
}
