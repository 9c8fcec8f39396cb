import type { ServicePorts } from '@millrace/kernel'
import { fastify, type FastifyInstance } from 'fastify'
import { health, type Checks } from './health.ts'
import { metrics, type MetricsOptions } from './metrics.ts'
import { problemDetails, type RefusalStatus } from './problem-details.ts'
import { tracing } from './tracing.ts'

export interface HttpServerOptions {
  readonly service: string
  readonly ports: ServicePorts
  /** What `/health/ready` asks. */
  readonly ready?: Checks
  readonly refusals?: RefusalStatus
  readonly gauges?: MetricsOptions['gauges']
  /** 64 KiB by default. */
  readonly bodyBytes?: number
}

const BODY_BYTES = 64 * 1024
const REQUEST_TIMEOUT_MS = 30_000
const PATH_SEGMENT_CHARS = 300

/** A Fastify server with problem details, health, metrics and tracing; JSON bodies only. Listen on 127.0.0.1. */
export function httpServer({
  service,
  ports,
  ready = {},
  refusals = {},
  gauges = {},
  bodyBytes = BODY_BYTES,
}: HttpServerOptions): FastifyInstance {
  const app = fastify({
    bodyLimit: bodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: PATH_SEGMENT_CHARS },
  })
  // Text would let a page of another origin post without asking first.
  app.removeContentTypeParser('text/plain')
  problemDetails(app, { log: ports.log, refusals })
  tracing(app, ports.random)
  metrics(app, { service, liveness: ports.clocks.liveness, gauges })
  health(app, ready)
  return app
}
