import { problem } from './problem.ts'
import type { FastifyInstance } from 'fastify'

/**
 * Refuses a change that a page of another site asks for: browsers send `Origin` with such requests, programs do not. A
 * request without a body needs no leave of the browser's otherwise.
 */
export function sameSite(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ method, headers: { origin, host } }) => {
    if (method === 'GET' || method === 'HEAD' || origin === undefined) return
    if (URL.parse(origin)?.host === host) return
    throw problem(403, 'Another site', `a page of ${origin} may not do this here`, { code: 'ANOTHER_SITE' })
  })
}
