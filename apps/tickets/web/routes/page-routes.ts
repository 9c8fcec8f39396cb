import type { FastifyInstance } from 'fastify'
import { assetRoutes, builtPage, securityHeaders } from '../assets.ts'
import { sessionOf } from '../session/cookie.ts'
import type { Shop } from '../shop.ts'

const customers = ['/', '/tickets', '/pay', '/yourtickets'] as const

const NOT_BUILT = 'The pages are not built: run "npm run build" in the checkout, then reload.\n'

/** One page for all addresses; whoever asks for one has a session from then on. */
export async function pageRoutes(app: FastifyInstance, shop: Shop, office: boolean): Promise<void> {
  securityHeaders(app)
  const page = builtPage()
  for (const address of office ? [...customers, '/backoffice'] : customers) {
    app.get(address, (request, reply) => {
      sessionOf(request, reply, shop.random)
      void reply.header('cache-control', 'no-store')
      if (page === undefined) return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT)
      return reply.type('text/html; charset=utf-8').send(page)
    })
  }
  await assetRoutes(app)
}
