import { type KafkaClient, configuration, connectKafka, httpUrl, toggle } from '@millrace/client'
import { httpServer, problem } from '@millrace/client/http'
import { type RunningService, type ServicePorts, type StartService, hex } from '@millrace/kernel'
import { fileSnapshots } from '@millrace/streams'
import type { z } from 'zod'
import { allowedHosts, isAllowedHost, refuseOtherHosts } from '../resource/hosts.ts'
import { originalsMessage } from '../resource/problem.ts'
import { storeSchema } from '../resource/service.ts'
import { soon } from '../resource/soon.ts'
import { queryRoutes } from './api.ts'
import { ChangeFeed } from './feed.ts'
import { Following } from './following.ts'
import { forwardRoutes } from './forward.ts'
import { LiveSockets } from './live.ts'
import { pageRoutes } from './page.ts'
import { dashboardTopics, projection } from './projection.ts'

export const dashboardPort = 9999

const READ_MOST_MS = 5000

const schema = storeSchema(dashboardPort).extend({
  PRODUCTS_URL: httpUrl().default('http://127.0.0.1:9995'),
  CUSTOMERS_URL: httpUrl().default('http://127.0.0.1:9996'),
  PURCHASES_URL: httpUrl().default('http://127.0.0.1:9997'),
  /** `off` takes the forms from the page, and the routes behind them. */
  STORE_DASHBOARD_WRITES: toggle().default(true),
})

type Settings = z.output<typeof schema>

/** The dashboard: its own model of all three topics, queries over it, and sockets that say when it has changed. */
export const startDashboard: StartService = async (environment, ports) => {
  const settings = configuration(schema, environment)
  const kafka = await connectKafka(environment, ports)
  try {
    return await start(kafka, settings, ports)
  } catch (error) {
    await kafka.close()
    throw error
  }
}

async function start(kafka: KafkaClient, settings: Settings, ports: ServicePorts): Promise<RunningService> {
  const { clocks, random, log } = ports
  await kafka.admin().ensureTopics(dashboardTopics)
  const snapshots = settings.DATA_DIR === undefined ? undefined : fileSnapshots(settings.DATA_DIR)
  const view = projection(kafka, snapshots)
  await view.ready()
  view.state.untold = []
  const names = allowedHosts(settings)
  const feed = new ChangeFeed(hex(random.bytes(8)))
  const live = new LiveSockets({
    feed,
    logState: () => following.state,
    clocks,
    log,
    isAllowedHost: (host) => isAllowedHost(names, host),
  })
  const following = new Following({ clocks, current: () => view.current(), changed: () => live.stateChanged() })
  view.onApplied(() => {
    for (const changed of view.state.untold?.splice(0) ?? []) feed.add(changed)
    live.changed()
  })
  view.onReplaced((_, replacement) => {
    replacement.untold = []
    const { model } = replacement
    feed.add({ customers: [...model.customers.keys()], products: [...model.products.keys()], purchases: [] })
    live.changed()
  })
  const current = (): Promise<void> => soon(clocks.liveness, READ_MOST_MS, view.current())
  const app = httpServer({ service: 'store-dashboard', ports, ready: { log: () => current().then(() => undefined) } })
  refuseOtherHosts(app, names)
  originalsMessage(app)
  const services = settings.STORE_DASHBOARD_WRITES
    ? { products: settings.PRODUCTS_URL, customers: settings.CUSTOMERS_URL, purchases: settings.PURCHASES_URL }
    : {}
  queryRoutes(app, {
    model: () => view.state.model,
    current,
    logState: () => following.state,
    writable: Object.keys(services),
  })
  forwardRoutes(app, { services, current })
  app.get('/ws', async () => {
    throw problem(400, 'WebSocket expected', 'this address is for WebSockets: ask for an upgrade')
  })
  await pageRoutes(app)
  const http = await app.listen({ port: settings.PORT, host: settings.HOST })
  live.attach(app.server)
  return {
    urls: { http },
    stop: async () => {
      following.stop()
      live.close()
      await app.close()
      await view.stop()
      await kafka.close()
    },
  }
}
