import { Problem, httpServer, sameSite } from '@millrace/client/http'
import type { ServicePorts } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import { plainRoutes } from './plain/plain-routes.ts'
import { liveRoutes } from './routes/live-routes.ts'
import { officeRoutes } from './routes/office-routes.ts'
import { pageRoutes } from './routes/page-routes.ts'
import { roomRoutes } from './routes/room-routes.ts'
import { shopRoutes } from './routes/shop-routes.ts'
import type { Shop } from './shop.ts'

/** The web service's routes over a shop; not listening yet. */
export async function webServer(shop: Shop, ports: ServicePorts, hasOffice: boolean): Promise<FastifyInstance> {
  const app = httpServer({
    service: 'tickets-web',
    ports,
    ready: { queue: () => shop.view().then(() => undefined) },
    gauges: {
      tickets_web_pages: { help: 'Open live streams of customers', value: () => shop.connections.size },
      tickets_web_sessions: { help: 'Sessions with an open page', value: () => shop.connections.nameCount },
    },
  })
  app.addHook('onError', async (_request, _reply, error) => {
    if (error instanceof Problem && error.details.status < 500) shop.refused(error.details.code ?? 'REFUSED')
  })
  sameSite(app)
  roomRoutes(app, shop)
  shopRoutes(app, shop)
  liveRoutes(app, shop)
  plainRoutes(app, shop)
  if (hasOffice) officeRoutes(app, shop)
  await pageRoutes(app, shop, hasOffice)
  return app
}
