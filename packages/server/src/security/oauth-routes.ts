import { type Random, hex } from '@millrace/kernel'
import { type Authority, isDenied } from '@millrace/security'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Security } from './start.ts'

type Issue = (id: string, secret: string, from: string) => ReturnType<Authority['issueToken']>

const FORM_BYTES = 16_000

/**
 * `POST /oauth/token`: client credentials (RFC 6749, section 4.4) as a form, or as JSON, which zeebe-node once sent; the
 * id and the secret in it, or as HTTP Basic. The token says nothing by itself and lasts an hour. Errors as section 5.2
 * has them.
 *
 * Where nobody has to say who he is, every client gets a token, and it opens nothing: some clients insist on one.
 */
export function oauthRoutes(http: FastifyInstance, { asked }: Security, random: Random): void {
  const issue: Issue = async (id, secret, from) =>
    asked === undefined
      ? { token: hex(random.bytes(32)), expiresInS: 3600 }
      : asked.issueToken(id, secret, { listener: 'oauth', from })
  void http.register(async (scope) => {
    const options = { parseAs: 'string', bodyLimit: FORM_BYTES } as const
    scope.addContentTypeParser('application/x-www-form-urlencoded', options, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    scope.post('/oauth/token', { bodyLimit: FORM_BYTES }, (request, reply) => answer(request, reply, issue))
  })
}

async function answer(request: FastifyRequest, reply: FastifyReply, issue: Issue): Promise<FastifyReply> {
  void reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' })
  const body = (request.body ?? {}) as Readonly<Record<string, unknown>>
  if (body['grant_type'] !== 'client_credentials') {
    return failed(reply, 400, 'unsupported_grant_type', 'grant_type is client_credentials')
  }
  const { id, secret } = basicOf(request) ?? { id: body['client_id'], secret: body['client_secret'] }
  if (typeof id !== 'string' || typeof secret !== 'string' || id === '' || id.length > 200) {
    return failed(reply, 400, 'invalid_request', 'client_id and client_secret are needed')
  }
  const issued = await issue(id, secret, request.ip)
  if (!isDenied(issued)) return reply.send(answerOf(issued))
  if (issued.kind === 'wrong')
    return failed(reply, 401, 'invalid_client', 'this client or its secret is not known here')
  return failed(reply.header('retry-after', '60'), 429, 'slow_down', 'too many failures: wait a minute')
}

const answerOf = ({ token, expiresInS }: { readonly token: string; readonly expiresInS: number }): object => ({
  access_token: token,
  token_type: 'Bearer',
  expires_in: expiresInS,
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
