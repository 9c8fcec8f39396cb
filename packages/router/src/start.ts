import { configuration } from '@millrace/client'
import { httpServer, sameSite } from '@millrace/client/http'
import { connectZeebe } from '@millrace/client/zeebe'
import type { StartService } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import { httpEmit } from './events/emit.ts'
import { deployRoutes } from './http/deploy-routes.ts'
import { eventRoutes } from './http/event-routes.ts'
import { mappingRoutes } from './http/mapping-routes.ts'
import { takeBytes } from './http/received.ts'
import { knownSources } from './http/sources.ts'
import { cloudEventsJob } from './routing/cloud-events-job.ts'
import { RecentEvents } from './routing/recent-events.ts'
import type { Routing } from './routing/routing.ts'
import { watchWaitingJobs } from './routing/waiting-jobs.ts'
import { type Settings, settingsSchema, zeebeEnvironment } from './settings.ts'
import { RouterStore } from './store/router-store.ts'
import { triggerApi } from './triggers/trigger-api.ts'

const BODY_BYTES = 4_000_000
/** A job that emits is the router's for a minute; one that waits is given more time. */
const JOB_MS = 60_000
const CONCURRENCY = 64

const REFUSALS = {
  MISSING_KEYS: { status: 400, title: 'Missing extensions' },
  NOT_FOUND: { status: 404, title: 'Not found' },
  FAILED_PRECONDITION: { status: 409, title: 'Not now' },
  UNAUTHENTICATED: { status: 502, title: 'The engine refuses the router' },
  PERMISSION_DENIED: { status: 502, title: 'The engine refuses the router' },
  TRIGGER_REFUSED: { status: 502, title: 'Triggers were refused' },
  TRIGGER_TAKEN: { status: 409, title: 'Trigger taken' },
} as const

/** The router between CloudEvents and processes: Zeebe's protocol on one side, HTTP on the other. */
export const startRouter: StartService = async (environment, ports) => {
  const settings = configuration(settingsSchema, environment)
  await using undo = new AsyncDisposableStack()
  const store = new RouterStore(settings.DATA_DIR)
  undo.defer(() => store.close())
  // Before the store: jobs in hand are still noted.
  const zeebe = connectZeebe(zeebeEnvironment(environment), ports)
  undo.defer(() => zeebe.close())
  const routing: Routing = { zeebe, store, settings, ports, emit: httpEmit(ports, settings) }
  const ready = { zeebe: async (): Promise<undefined> => void (await zeebe.topology()) }
  const app = httpServer({ service: 'router', ports, ready, refusals: REFUSALS, bodyBytes: BODY_BYTES })
  undo.defer(() => app.close())
  let url = ''
  const place = () => ({
    broker: settings.ROUTER_BROKER,
    routerUrl: settings.ROUTER_URL ?? url,
    annotations: secretAnnotations(settings),
  })
  const knative = settings.KNATIVE_URL ?? settings.EVENTS_URL
  const token = settings.KNATIVE_URL === undefined ? settings.EVENTS_TOKEN : settings.KNATIVE_TOKEN
  const api = knative === undefined ? undefined : triggerApi(knative, token)
  takeBytes(app)
  sameSite(app)
  knownSources(app, settings, ports.clocks.domain)
  const recent = new RecentEvents(ports.clocks.domain)
  eventRoutes(app, routing, recent)
  mappingRoutes(app, routing, recent)
  deployRoutes(app, routing, { api, place })
  statusRoute(app, routing, place)
  url = await app.listen({ port: settings.PORT, host: settings.HOST })
  zeebe.worker(settings.ROUTER_JOB_TYPE, cloudEventsJob(routing), { timeoutMs: JOB_MS, concurrency: CONCURRENCY })
  const round = watchWaitingJobs(routing)
  undo.defer(() => round.stop())
  const running = undo.move()
  let stopped: Promise<void> | undefined
  return { urls: { http: url }, stop: () => (stopped ??= running.disposeAsync()) }
}

/** What makes our broker show a secret that the router knows it by; on Knative annotations of ours do nothing. */
function secretAnnotations({ ROUTER_TRIGGER_SECRET: name, ROUTER_SIGNING_SECRET: signing }: Settings) {
  if (name === undefined) return undefined
  return { [`events.millrace.dev/${signing === undefined ? 'bearer' : 'signing'}-secret`]: name }
}

/** The original's two fields, and whether the engine answers. */
function statusRoute(app: FastifyInstance, { zeebe, settings }: Routing, place: () => object): void {
  app.get('/status', async () => ({
    'zeebe.broker.contactPoint': zeebe.address,
    plainTextConnection: !zeebe.secure,
    zeebe: await zeebe.topology().then(
      ({ gatewayVersion }) => ({ reached: true, gatewayVersion }),
      () => ({ reached: false }),
    ),
    sink: settings.K_SINK,
    triggers: { api: settings.KNATIVE_URL ?? settings.EVENTS_URL, ...place() },
  }))
}
