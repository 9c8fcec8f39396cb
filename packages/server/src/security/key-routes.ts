import { Refusal } from '@millrace/kernel'
import { type Authority, KINDS, type Principal, isDenied, scopeText } from '@millrace/security'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { problem } from '../http/problem.ts'
import { sameSite } from '../http/same-site.ts'
import { bearerOf } from './http-guard.ts'
import type { Security } from './start.ts'

const wanted = z.strictObject({
  name: z.string('is a text').max(200, 'is too long'),
  kind: z.enum(KINDS, `is ${KINDS.join(', ')}`),
  scopes: z.array(z.string('is a text').max(300, 'is too long'), 'is a list').max(200, 'are too many'),
  password: z.string('is a text').max(1000, 'is too long').optional(),
})

const STATUS: Readonly<Record<string, number>> = { UNKNOWN_PRINCIPAL: 404, NAME_TAKEN: 409, TOO_MANY_PRINCIPALS: 409 }
const AUDIT_MOST = 1000

/**
 * `GET /v1/keys` -> `{ items }`; `POST /v1/keys { name, kind, scopes, password? }` -> 201 with the secret, which is told
 * this once; `DELETE /v1/keys/{name}`; `GET /v1/audit?limit=` -> `{ items }`, the newest first. For who has the
 * console's token or the scope `platform:keys:manage`, also where nobody else has to say who he is.
 */
export function keyRoutes(http: FastifyInstance, { authority, audit, answers }: Security): void {
  const options = { preHandler: sameSite }
  http.get('/v1/keys', (request, reply) =>
    asked(request, reply, authority, () => ({ items: authority.principals.list().map(shown) })),
  )
  http.post('/v1/keys', options, (request, reply) =>
    asked(request, reply, authority, async (who) => {
      const body = wanted.safeParse(request.body)
      if (!body.success) throw new Refusal('INVALID_KEY', faultsOf(body.error))
      const { principal, secret } = await authority.principals.create(body.data)
      authority.note(who, 'key.create', { listener: 'console', from: request.ip }, principal.name)
      void reply.status(201).header('cache-control', 'no-store')
      return { ...shown(principal), secret }
    }),
  )
  http.delete<{ Params: { name: string } }>('/v1/keys/:name', options, (request, reply) =>
    asked(request, reply, authority, async (who) => {
      const principal = await authority.principals.revoke(request.params.name)
      await authority.tokens.revoke(principal.name)
      answers.endRevoked(reply.raw)
      authority.note(who, 'key.revoke', { listener: 'console', from: request.ip }, principal.name)
      return shown(principal)
    }),
  )
  http.get('/v1/audit', (request, reply) =>
    asked(request, reply, authority, () => ({ items: audit.recent(AUDIT_MOST) })),
  )
}

/** Keys are never given out for nothing: a bearer is wanted here with authentication off, too. */
async function asked(
  request: FastifyRequest,
  reply: FastifyReply,
  authority: Authority,
  work: (who: string) => object | Promise<object>,
): Promise<object> {
  const given = bearerOf(request)
  const door = { listener: 'console', from: request.ip }
  const access = given === undefined ? undefined : await authority.byBearer(given, door)
  if (access === undefined || isDenied(access)) {
    return problem(reply, 401, 'TOKEN_NEEDED', "the console's token is needed: it lies in the data directory")
  }
  if (!access.allows('platform', 'keys', 'manage')) {
    return problem(reply, 403, 'PERMISSION_DENIED', 'it takes the scope platform:keys:manage')
  }
  try {
    return await work(access.principal)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return problem(reply, STATUS[error.code] ?? 400, error.code, error.message)
  }
}

const shown = ({ name, kind, scopes, createdAt }: Principal): object => ({
  name,
  kind,
  scopes: scopes.map(scopeText),
  createdAt: new Date(createdAt).toISOString(),
})

const faultsOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')
