import { invariant } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import { serveAssets } from './assets.ts'
import { memoryAuditLog } from './audit.ts'
import type { ConsoleContext } from './context.ts'
import { eventRoutes } from './events/routes.ts'
import { LazyConnection } from './kafka/connection.ts'
import { LiveHub } from './live/hub.ts'
import { liveRoute } from './live/stream.ts'
import type { ConsoleOptions } from './options.ts'
import { problemOf } from './problem.ts'
import { LazyEngine } from './processes/engine.ts'
import { routes } from './routes/index.ts'
import { sessionRoutes } from './routes/session.ts'
import { guard } from './security/guard.ts'
import { isLongEnough } from './security/token.ts'
import { sqlRoutes } from './sql/routes.ts'

const bodyAtMostBytes = 4_000_000

/**
 * The console as a Fastify plugin: its pages at `/`, its API under `/api/`. Encapsulated: its checks and headers hold for
 * its own routes only, so that health, metrics and the clock of the same server stay as they are.
 *
 * `await fastify.register(consolePlugin, { kafka: { bootstrapBrokers: ['127.0.0.1:9092'] }, token, clocks })`
 */
export async function consolePlugin(fastify: FastifyInstance, options: ConsoleOptions): Promise<void> {
  invariant(isLongEnough(options.token), "the console's token has at least 32 characters")
  const live = new LiveHub(options.clocks.liveness)
  const connection = new LazyConnection(options.kafka)
  const engine = new LazyEngine(options)
  const context: ConsoleContext = { options, connection, engine, audit: options.audit ?? memoryAuditLog(), live }
  live.attach(context)
  fastify.setErrorHandler(async (error, _request, reply) => {
    const problem = isFastifyError(error)
      ? {
          type: 'about:blank',
          title: 'The request is not valid',
          status: error.statusCode,
          detail: error.message,
          code: error.code,
        }
      : problemOf(error)
    if (problem.status >= 500)
      options.log?.warn({ code: problem.code, detail: problem.detail }, 'a request of the console has failed')
    return reply.status(problem.status).type('application/problem+json').send(problem)
  })
  fastify.addHook('onRoute', (route) => {
    route.bodyLimit ??= bodyAtMostBytes
  })
  guard(fastify, options)
  sessionRoutes(fastify, context)
  for (const route of routes) route.register(fastify, context)
  fastify.get('/api/routes', () => routes.map((route) => route.describe()))
  sqlRoutes(fastify, context)
  eventRoutes(fastify, context)
  liveRoute(fastify, context)
  await serveAssets(fastify, options.assets)
  // Streams would keep the server from closing.
  fastify.addHook('preClose', async () => live.close())
  fastify.addHook('onClose', async () => {
    await connection[Symbol.asyncDispose]()
    await engine[Symbol.asyncDispose]()
  })
}

function isFastifyError(error: unknown): error is Error & { statusCode: number; code: string } {
  return error instanceof Error && 'statusCode' in error && 'code' in error && String(error.code).startsWith('FST_')
}
