import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const BUILT = join(import.meta.dirname, 'web', 'dist')

/** Everything comes from the service itself. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

const NOT_BUILT = 'The page is not built: run "npm run build" in the checkout, then reload.\n'

const PAGES = ['/', '/login', '/orders', '/orders/:orderId', '/operator', '/operator/:orderId']

/** The web build under the addresses of its pages. Built files carry a hash in their name. */
export async function pageRoutes(app: FastifyInstance, built = BUILT): Promise<void> {
  app.addHook('onSend', async (_, reply, payload) => {
    reply.header('content-security-policy', POLICY)
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'no-referrer')
    return payload
  })
  const isBuilt = existsSync(join(built, 'index.html'))
  if (isBuilt) await app.register(fastifyStatic, { root: built, serve: false })
  for (const page of PAGES)
    app.get(page, (_, reply) =>
      isBuilt
        ? reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false })
        : reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT),
    )
  if (!isBuilt) return
  app.get<{ Params: { '*': string } }>('/assets/*', ({ params }, reply) =>
    reply.sendFile(`assets/${params['*']}`, { maxAge: '365d', immutable: true }),
  )
}
