import { type Authority, isDenied } from '@millrace/security'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const FORM_BYTES = 16_000

/**
 * `POST /oauth/token`: client credentials (RFC 6749, section 4.4) as a form, or as JSON, which zeebe-node once sent; the
 * id and the secret in it, or as HTTP Basic. The token says nothing by itself and lasts an hour. Errors as section 5.2
 * has them.
 */
export function oauthRoutes(http: FastifyInstance, authority: Authority): void {
  void http.register(async (scope) => {
    const options = { parseAs: 'string', bodyLimit: FORM_BYTES } as const
    scope.addContentTypeParser('application/x-www-form-urlencoded', options, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    scope.post('/oauth/token', { bodyLimit: FORM_BYTES }, (request, reply) => issue(request, reply, authority))
  })
}

async function issue(request: FastifyRequest, reply: FastifyReply, authority: Authority): Promise<FastifyReply> {
  void reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' })
  const body = (request.body ?? {}) as Readonly<Record<string, unknown>>
  if (body['grant_type'] !== 'client_credentials') {
    return failed(reply, 400, 'unsupported_grant_type', 'grant_type is client_credentials')
  }
  const { id, secret } = basicOf(request) ?? { id: body['client_id'], secret: body['client_secret'] }
  if (typeof id !== 'string' || typeof secret !== 'string' || id === '' || id.length > 200) {
    return failed(reply, 400, 'invalid_request', 'client_id and client_secret are needed')
  }
  const issued = await authority.issueToken(id, secret, { listener: 'oauth', from: request.ip })
  if (!isDenied(issued)) return reply.send(answerOf(issued))
  if (issued.kind === 'wrong')
    return failed(reply, 401, 'invalid_client', 'this client or its secret is not known here')
  return failed(reply.header('retry-after', '60'), 429, 'slow_down', 'too many failures: wait a minute')
}

const answerOf = ({ token, expiresInS }: { readonly token: string; readonly expiresInS: number }): object => ({
  access_token: token,
  token_type: 'Bearer',
  expires_in: expiresInS,
  scope: '',
})

const failed = (reply: FastifyReply, status: number, error: string, text: string): FastifyReply =>
  reply.status(status).send({ error, error_description: text })

/** Section 2.3.1: both parts are form-encoded before they are joined. */
function basicOf({ headers }: FastifyRequest): { readonly id: string; readonly secret: string } | undefined {
  const [, encoded] = /^Basic +([A-Za-z0-9+/]+=*)$/iu.exec(headers.authorization ?? '') ?? []
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 0) return undefined
  const plain = (part: string): string => [...new URLSearchParams(`x=${part}`).values()][0] ?? ''
  return { id: plain(text.slice(0, colon)), secret: plain(text.slice(colon + 1)) }
}
