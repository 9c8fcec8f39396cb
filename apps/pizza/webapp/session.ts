import { createHmac, timingSafeEqual } from 'node:crypto'
import { problem } from '@millrace/client/http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Session } from '../contract/order.ts'

const COOKIE = 'pizza_session'
const MAX_AGE_S = 30 * 86_400
export const USERNAME_CHARS = 16

/** Who is logged in, in a signed cookie: a restart forgets nobody, and no store is needed. */
export class Sessions {
  readonly #secret: string

  constructor(secret: string) {
    this.#secret = secret
  }

  open(reply: FastifyReply, session: Session): void {
    const payload = Buffer.from(JSON.stringify(session)).toString('base64url')
    this.#set(reply, `${payload}.${this.#sign(payload)}`, MAX_AGE_S)
  }

  close(reply: FastifyReply): void {
    this.#set(reply, '', 0)
  }

  /** @throws Problem 401 when nobody is logged in. */
  of({ headers }: FastifyRequest): Session {
    const session = this.#read(cookieOf(headers.cookie ?? ''))
    if (session !== undefined) return session
    throw problem(401, 'Not logged in', 'log in first: POST /api/login with a name', { code: 'NOT_LOGGED_IN' })
  }

  /** An id that follows from a key, for a login that is repeated. 32 hexadecimal digits. */
  customerIdOf(key: string): string {
    return createHmac('sha256', this.#secret).update(`customer of ${key}`).digest('hex').slice(0, 32)
  }

  #set(reply: FastifyReply, value: string, maxAgeS: number): void {
    void reply.header('set-cookie', `${COOKIE}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax`)
  }

  #sign(payload: string): string {
    return createHmac('sha256', this.#secret).update(payload).digest('base64url')
  }

  #read(text: string): Session | undefined {
    const [payload = '', signature = ''] = text.split('.')
    const [given, right] = [Buffer.from(signature), Buffer.from(this.#sign(payload))]
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Session
  }
}

function cookieOf(header: string): string {
  for (const pair of header.split(/;\s*/u)) if (pair.startsWith(`${COOKIE}=`)) return pair.slice(COOKIE.length + 1)
  return ''
}
