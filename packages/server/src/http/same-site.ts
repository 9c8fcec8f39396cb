import type { FastifyReply, FastifyRequest } from 'fastify'
import { problem } from './problem.ts'

/**
 * Refuses a change that a page of another site asks for: browsers send `Origin` with such requests, programs do not.
 */
export async function sameSite(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { origin, host } = request.headers
  if (origin === undefined || sameHost(origin, host)) return
  await problem(reply, 403, 'ANOTHER_SITE', `a page of ${origin} may not do this here`)
}

function sameHost(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host
}
