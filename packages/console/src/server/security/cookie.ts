import type { FastifyRequest } from 'fastify'
import { sameToken, sessionOf } from './token.ts'

/** Browsers share cookies between the ports of a host: the port in the name keeps two consoles apart. */
function cookieName(request: FastifyRequest): string {
  return `millrace_console_${request.socket.localPort ?? 0}`
}

export function readCookie(request: FastifyRequest): string | undefined {
  const wanted = `${cookieName(request)}=`
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(wanted))?.slice(wanted.length)
}

/** A session cookie: it ends with the browser, no script can read it, and no other site can send it. */
export function cookieHeader(request: FastifyRequest, value: string): string {
  const secure = request.protocol === 'https' ? '; Secure' : ''
  return `${cookieName(request)}=${value}; Path=/; HttpOnly; SameSite=Strict${secure}`
}

/** Whether a browser has exchanged the console's token for a session. */
export function hasSession(request: FastifyRequest, token: string): boolean {
  return sameToken(readCookie(request) ?? '', sessionOf(token))
}
