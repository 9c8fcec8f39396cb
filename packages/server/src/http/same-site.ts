import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * Refuses a change that a page of another site asks for: browsers send `Origin` with such requests, programs do not.
 */
export async function sameSite(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { origin, host } = request.headers
  if (origin === undefined || sameHost(origin, host)) return
  await reply
    .status(403)
    .type('application/problem+json')
    .send({
      type: 'about:blank',
      title: 'Another site',
      status: 403,
      detail: `a page of ${origin} may not do this here`,
    })
}

function sameHost(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host
}
