import type { FastifyInstance } from 'fastify'

/** What health and readiness are made of. */
export interface HealthSource {
  /** Why the platform does not work, in words; empty when it does. */
  readonly faults: () => readonly string[]
  /** Set while starting and while draining. */
  readonly accepting: () => boolean
  /** Whether anybody may hear the reasons. */
  readonly tellsReasons: boolean
}

/**
 * `GET /health/live`: 200 while the process turns its event loop. `GET /health/ready`: 200 while it takes work, 503 with
 * the reasons otherwise.
 */
export function healthRoutes(http: FastifyInstance, source: HealthSource): void {
  http.get('/health/live', () => ({ status: 'UP' }))
  http.get('/health/ready', async (_request, reply) => {
    const faults = [...source.faults(), ...(source.accepting() ? [] : ['starting or stopping'])]
    return reply.status(faults.length === 0 ? 200 : 503).send({
      status: faults.length === 0 ? 'UP' : 'DOWN',
      ...(source.tellsReasons && { faults }),
    })
  })
}
