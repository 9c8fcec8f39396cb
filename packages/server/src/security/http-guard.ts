import { type Access, type Authority, type Denied, isDenied } from '@millrace/security'
import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { type Refuse, problem } from '../http/problem.ts'
import type { Asked, Need, NeedOf } from './needs.ts'
import type { OpenAnswers } from './open-answers.ts'

export interface GuardOptions {
  readonly authority: Authority
  readonly answers: OpenAnswers
  /** As the audit calls it. */
  readonly listener: string
  readonly needs: NeedOf
  /** Others who are let in: a browser with a session of the console. */
  readonly admits?: (request: FastifyRequest) => boolean
  /** How the listener's protocol says no; a problem document unless told otherwise. */
  readonly refuse?: Refuse
}

const BEARER = /^Bearer +([\w.~+/-]{1,4096}=*)$/iu

/** Before every request of a listener: who is it, and may he do this? 401 and 403 as RFC 6750 has them, 429 when locked. */
export function httpGuard(options: GuardOptions): onRequestAsyncHookHandler {
  const { authority, answers, listener, needs, admits = () => false, refuse = problem } = options
  return async (request, reply) => {
    const need = needs(askedOf(request))
    if (need === 'open' || need === 'own' || admits(request)) return undefined
    const given = bearerOf(request)
    if (given === undefined) {
      return refuse(challenge(reply), 401, 'UNAUTHENTICATED', 'a key is needed: Authorization: Bearer <key>')
    }
    const access = await authority.byBearer(given, { listener, from: request.ip })
    if (isDenied(access)) return denied(access, reply, refuse)
    if (isAllowed(access, need)) {
      answers.keep(reply.raw, access)
      return undefined
    }
    const text = `${access.principal} may not do this: it takes the scope ${scopeOf(need)}`
    return refuse(reply, 403, 'PERMISSION_DENIED', text)
  }
}

/** The text of `Authorization: Bearer …`. */
export function bearerOf({ headers }: FastifyRequest): string | undefined {
  return BEARER.exec(headers.authorization ?? '')?.[1]
}

const askedOf = ({ method, routeOptions, params }: FastifyRequest): Asked => ({
  method,
  route: routeOptions.url,
  params: params as Asked['params'],
})

const challenge = (reply: FastifyReply): FastifyReply => reply.header('www-authenticate', 'Bearer realm="millrace"')

function denied({ kind }: Denied, reply: FastifyReply, refuse: Refuse): FastifyReply {
  if (kind === 'locked') {
    return refuse(reply.header('retry-after', '60'), 429, 'TOO_MANY_FAILURES', 'too many wrong keys: wait a minute')
  }
  const told = reply.header('www-authenticate', 'Bearer realm="millrace", error="invalid_token"')
  return refuse(told, 401, 'UNAUTHENTICATED', 'this key is not known here: it is wrong, revoked or expired')
}

type Scoped = Exclude<Need, string>

const isAllowed = (access: Access, { resource, name, operation }: Scoped): boolean =>
  name === undefined ? access.allowsAny(resource, operation) : access.allows(resource, name, operation)

const scopeOf = ({ resource, name = '*', operation }: Scoped): string => `${resource}:${name}:${operation}`
