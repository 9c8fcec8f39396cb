import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const BUILT = join(import.meta.dirname, '..', 'web', 'dist')

/** Everything comes from the service itself; a page talks to no other. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

const NOT_BUILT = 'The pages are not built: run "npm run build" in the checkout, then reload.\n'

/** One HTML file of the build and the addresses at which a service shows it. */
export interface ServedPage {
  readonly file: 'shop' | 'track' | 'pay' | 'courier' | 'phone' | 'mail' | 'journal' | 'preferences'
  readonly paths: readonly string[]
}

/**
 * Serves the pages of one service, the files that they load, and the phone's service worker. Built files carry a hash in
 * their name and never change; HTML is asked for anew each time. The page at `/`, where a service has none of its own,
 * leads to the first of its pages.
 */
export async function pageRoutes(app: FastifyInstance, pages: readonly ServedPage[], built = BUILT): Promise<void> {
  app.addHook('onSend', async (_, reply, payload) => {
    reply.header('content-security-policy', POLICY)
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'no-referrer')
    return payload
  })
  const paths = pages.flatMap((page) => page.paths)
  const [front] = paths
  if (front !== undefined && !paths.includes('/')) app.get('/', (_, reply) => reply.redirect(front))
  if (!existsSync(join(built, 'shop.html'))) {
    for (const path of paths)
      app.get(path, (_, reply) => reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT))
    return
  }
  await app.register(fastifyStatic, { root: built, serve: false })
  for (const { file, paths } of pages)
    for (const path of paths)
      app.get(path, (_, reply) =>
        reply.header('cache-control', 'no-cache').sendFile(`${file}.html`, { cacheControl: false }),
      )
  app.get<{ Params: { '*': string } }>('/assets/*', ({ params }, reply) =>
    reply.sendFile(`assets/${params['*']}`, { maxAge: '365d', immutable: true }),
  )
  app.get('/push-worker.js', (_, reply) =>
    reply.header('cache-control', 'no-cache').sendFile('push-worker.js', { cacheControl: false }),
  )
}
