import { Refusal } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { ConsoleContext } from '../context.ts'
import { inputProblem } from '../problem.ts'
import { cookieHeader, readCookie } from '../security/cookie.ts'
import { sameToken, sessionOf } from '../security/token.ts'

const exchangeBody = z.object({ token: z.string().min(1).max(200) })

/** `GET` tells whether this browser has a session; `POST {token}` gives it one. The only routes without a session. */
export function sessionRoutes(fastify: FastifyInstance, { options }: ConsoleContext): void {
  const session = sessionOf(options.token)
  fastify.get('/api/session', (request) => ({ open: sameToken(readCookie(request) ?? '', session) }))
  fastify.post('/api/session', async (request, reply) => {
    const body = exchangeBody.safeParse(request.body)
    if (!body.success) return reply.status(400).send(inputProblem(body.error))
    if (!sameToken(body.data.token, options.token))
      throw new Refusal(
        'TOKEN_NEEDED',
        'This is not the token of this console; the server prints the right one at its start',
      )
    return reply.header('set-cookie', cookieHeader(request, session)).send({ open: true })
  })
}
