import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const BUILT = join(import.meta.dirname, 'web', 'dist')

/** Everything comes from here; the socket too. Styles in attributes are the browser's own for <dialog> and such. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

const NOT_BUILT =
  'The page is not built: run "npm run build" in the checkout, then reload. The data are at /api/customers, /api/products.\n'

/** The page under every address that the page itself knows. Built files carry a hash in their name and never change. */
export async function pageRoutes(app: FastifyInstance, built = BUILT): Promise<void> {
  const pages = ['/', '/customers', '/products', '/customers/:id', '/products/:id']
  app.addHook('onSend', async (_, reply, payload) => {
    reply.header('content-security-policy', POLICY)
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'no-referrer')
    return payload
  })
  if (!existsSync(join(built, 'index.html'))) {
    for (const page of pages)
      app.get(page, (_, reply) => reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT))
    return
  }
  await app.register(fastifyStatic, { root: built, serve: false })
  for (const page of pages)
    app.get(page, (_, reply) =>
      reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false }),
    )
  app.get<{ Params: { '*': string } }>('/assets/*', ({ params }, reply) =>
    reply.sendFile(`assets/${params['*']}`, { maxAge: '365d', immutable: true }),
  )
}
