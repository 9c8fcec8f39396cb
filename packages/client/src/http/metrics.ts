import type { LivenessClock } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import { Gauge, Histogram, Registry } from 'prom-client'

export interface MetricsOptions {
  readonly service: string
  readonly liveness: LivenessClock
  /** Read when the metrics are: `{ store_products_count: () => table.size }`. */
  readonly gauges?: Readonly<Record<string, { readonly help: string; readonly value: () => number }>>
}

const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

/** `GET /metrics`: duration of requests by method, route and status, and the app's own gauges; gives the registry for more. */
export function metrics(app: FastifyInstance, { service, liveness, gauges = {} }: MetricsOptions): Registry {
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of requests',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  })
  for (const [name, { help, value }] of Object.entries(gauges)) {
    const gauge: Gauge = new Gauge({ name, help, registers: [registry], collect: () => gauge.set(value()) })
  }
  const since = new WeakMap<object, number>()
  app.addHook('onRequest', async (request) => {
    since.set(request, liveness.now())
  })
  app.addHook('onResponse', async (request, reply) => {
    const seconds = (liveness.now() - (since.get(request) ?? liveness.now())) / 1000
    // The route's pattern, not the path: ids would make a series each.
    durations.observe(
      { method: request.method, route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) },
      seconds,
    )
  })
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()))
  return registry
}
