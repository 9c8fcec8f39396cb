import { orderLog } from '../order-log.ts'
import { pizzaService } from '../service.ts'
import { LogView } from '../view/log-book.ts'
import { ShopView } from '../view/shop-view.ts'
import { pageRoutes } from './assets.ts'
import { Operating } from './operating.ts'
import { Ordering } from './ordering.ts'
import { shopRoutes } from './routes.ts'
import { Sessions } from './session.ts'

/** The web application: takes orders and the operator's commands, and shows what its own view of the topics knows. */
export const startWebapp = pizzaService('webapp', async ({ kafka, settings, ports, live }) => {
  const view = new ShopView(kafka, 'webapp')
  const logs = new LogView(kafka)
  await Promise.all([view.ready(), logs.ready()])
  const say = orderLog(kafka, 'webapp', settings.INSTANCE_ID)
  const desk = {
    view,
    logs,
    live,
    ports,
    sessions: new Sessions(settings.SESSION_SECRET),
    ordering: new Ordering(kafka, view, say),
    operating: new Operating(kafka, view, say),
  }
  return {
    ready: { statuses: () => (view.hasStatuses ? undefined : 'the topic pizza-status is not read yet') },
    gauges: {
      pizza_orders: { help: 'Orders in the view', value: () => view.book.size },
      pizza_live_streams: { help: 'Open live streams', value: () => live.size },
    },
    routes: async (app) => {
      shopRoutes(app, desk)
      await pageRoutes(app)
    },
    stop: async () => {
      await Promise.all([view.stop(), logs.stop()])
    },
  }
})
