import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { Refusal } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'

const built = join(import.meta.dirname, '../../dist')
const notBuilt =
  '<!doctype html><html lang="en"><title>Millrace</title><h1>The console has not been built</h1><p>Run <code>npm run build</code>, then reload this page.</p></html>'

/** The built pages. Every address that is no file and no API is the one page: what it shows stands in the URL. */
export async function serveAssets(fastify: FastifyInstance, directory = built): Promise<void> {
  const index = join(directory, 'index.html')
  if (existsSync(join(directory, 'assets')))
    await fastify.register(fastifyStatic, {
      root: join(directory, 'assets'),
      prefix: '/assets/',
      // Names hold a hash of the contents: they never change.
      immutable: true,
      maxAge: '365d',
      index: false,
      decorateReply: false,
    })
  fastify.get('/*', async (request, reply) => {
    if (/^\/(api|assets)\//.test(request.url))
      throw new Refusal('NOT_FOUND', `There is nothing at ${request.url.split('?')[0]}`)
    const page = await readFile(index, 'utf8').catch(() => notBuilt)
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page)
  })
}
