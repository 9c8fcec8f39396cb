import type { FastifyInstance } from 'fastify'

/** What a service needs to be of use: each resolves, or says why not. */
export type Checks = Readonly<Record<string, () => Promise<string | undefined> | string | undefined>>

/**
 * `GET /health/live` -> 200 while the process answers; `GET /health/ready` -> 200, or 503 with what is missing, by name.
 * A check gives undefined when all is well, else the reason.
 */
export function health(app: FastifyInstance, checks: Checks): void {
  app.get('/health/live', () => ({ status: 'live' }))
  app.get('/health/ready', async (_request, reply) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await verdict(check)] as const),
    )
    const missing = Object.fromEntries(results.filter(([, reason]) => reason !== undefined))
    const ready = Object.keys(missing).length === 0
    return reply.code(ready ? 200 : 503).send(ready ? { status: 'ready' } : { status: 'not ready', missing })
  })
}

async function verdict(check: Checks[string]): Promise<string | undefined> {
  try {
    return await check()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
