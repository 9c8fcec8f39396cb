import { type Random, uuidV4 } from '@millrace/kernel'
import type { FastifyReply, FastifyRequest } from 'fastify'

const NAME = 'turnstile'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u
const KEPT_S = 30 * 24 * 3600

/**
 * Whose request this is: the session of its cookie, or a new one, for which the answer sets the cookie. The id is random,
 * and all that a browser needs to keep its place, in any tab and after any restart.
 */
export function sessionOf(request: FastifyRequest, reply: FastifyReply, random: Random): string {
  const known = cookieOf(request.headers.cookie)
  if (known !== undefined) return known
  const sessionId = uuidV4(random)
  const secure = request.protocol === 'https' ? '; Secure' : ''
  void reply.header('set-cookie', `${NAME}=${sessionId}; Path=/; Max-Age=${KEPT_S}; HttpOnly; SameSite=Lax${secure}`)
  return sessionId
}

function cookieOf(header: string | undefined): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [name, value = ''] = part.trim().split('=')
    if (name === NAME && UUID.test(value)) return value
  }
  return undefined
}
