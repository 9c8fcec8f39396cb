import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const BUILT = join(import.meta.dirname, 'pages', 'dist')

/** Everything comes from here. Styles in attributes are the browser's own for <dialog> and such. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** The page that all addresses share; undefined when the pages are not built. */
export function builtPage(built = BUILT): string | undefined {
  const file = join(built, 'index.html')
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

export function securityHeaders(app: FastifyInstance): void {
  app.addHook('onSend', async (_, reply, payload) => {
    reply.header('content-security-policy', POLICY)
    reply.header('x-content-type-options', 'nosniff')
    // With no-referrer browsers say `Origin: null` when a form is sent, which cannot be told from another site's.
    reply.header('referrer-policy', 'same-origin')
    return payload
  })
}

/** Built files carry a hash in their name and never change. */
export async function assetRoutes(app: FastifyInstance, built = BUILT): Promise<void> {
  if (!existsSync(join(built, 'index.html'))) return
  await app.register(fastifyStatic, { root: built, serve: false })
  app.get<{ Params: { '*': string } }>('/assets/*', ({ params }, reply) =>
    reply.sendFile(`assets/${params['*']}`, { maxAge: '365d', immutable: true }),
  )
}
