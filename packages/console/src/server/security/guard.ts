import { Refusal } from '@millrace/kernel'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ConsoleOptions } from '../options.ts'
import { readCookie } from './cookie.ts'
import { securityHeaders } from './headers.ts'
import { isOwnHost, isOwnOrigin } from './host.ts'
import { sameToken, sessionOf } from './token.ts'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])
/** Routes, not URLs: one route has many URLs, as letters may be percent-encoded. */
const pages = new Set(['/*', '/assets/*'])

/**
 * Before every request of the console: the host must be ours; but for pages a session or the token is needed; and what
 * changes something must come from our own page. Scripts send `Authorization: Bearer <token>` and need no Origin,
 * because no browser sends that header by itself.
 */
export function guard(fastify: FastifyInstance, options: ConsoleOptions): void {
  const session = sessionOf(options.token)
  fastify.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders)
    if (!isOwnHost(request.headers.host, options.hosts ?? []))
      throw new Refusal(
        'WRONG_HOST',
        `This console does not answer for the host "${request.headers.host ?? ''}"; use localhost, 127.0.0.1 or a name given by --advertise`,
      )
    if (isPage(request)) return
    reply.header('cache-control', 'no-store')
    const bearer = bearerToken(request)
    const hasToken = bearer !== undefined && (await isAdmitted(bearer, request, reply, options))
    if (!hasToken) refuseForeignOrigin(request)
    if (hasToken || request.routeOptions.url === '/api/session') return
    if (!sameToken(readCookie(request) ?? '', session))
      throw new Refusal(
        'TOKEN_NEEDED',
        'Open the console by the URL that the server printed at its start: it carries the token',
      )
  })
}

function isPage({ routeOptions, params }: FastifyRequest): boolean {
  return pages.has(routeOptions.url ?? '') && !(params as { readonly '*': string })['*'].startsWith('api/')
}

function bearerToken(request: FastifyRequest): string | undefined {
  return /^Bearer ([\w.-]+)$/.exec(request.headers.authorization ?? '')?.[1]
}

async function isAdmitted(
  bearer: string,
  request: FastifyRequest,
  reply: FastifyReply,
  options: ConsoleOptions,
): Promise<boolean> {
  if (sameToken(bearer, options.token)) return true
  return (await options.admits?.(bearer, request, reply)) ?? false
}

function refuseForeignOrigin(request: FastifyRequest): void {
  if (reading.has(request.method)) return
  const { origin, host } = request.headers
  if (isOwnOrigin({ origin, host, fetchSite: request.headers['sec-fetch-site']?.toString() })) return
  throw new Refusal(
    'FOREIGN_ORIGIN',
    `A request that changes something must come from this console, not from ${origin ?? 'an unknown origin'}`,
  )
}
