import { Refusal } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import * as z from 'zod'
import type { PlatformClock } from './platform-clock.ts'
import { sameSite } from '../http/same-site.ts'

const advance = z.object({ ms: z.int('is whole milliseconds').min(0, 'is 0 or more').max(1e14) })

/**
 * `GET /v1/clock` -> `{ mode, now }`; `POST /v1/clock/advance { ms }` -> `{ now }`, when everything that fell due on
 * the way is done. Errors are problem documents (RFC 9457).
 */
export function clockRoutes(http: FastifyInstance, clock: PlatformClock): void {
  http.get('/v1/clock', () => ({ mode: clock.mode, now: clock.now() }))
  http.post('/v1/clock/advance', { preHandler: sameSite }, async (request, reply) => {
    const body = advance.safeParse(request.body)
    if (!body.success) {
      const [issue] = body.error.issues
      return problem(reply, 400, 'INVALID_ADVANCE', `ms ${issue?.message ?? 'is missing'}`)
    }
    try {
      return { now: await clock.advance(body.data.ms) }
    } catch (thrown) {
      if (thrown instanceof Refusal)
        return problem(reply, thrown.code === 'CLOCK_IS_REAL' ? 409 : 400, thrown.code, thrown.message)
      throw thrown
    }
  })
}

interface Reply {
  status(code: number): this
  type(type: string): this
  send(body: unknown): this
}

function problem(reply: Reply, status: number, code: string, detail: string): Reply {
  return reply
    .status(status)
    .type('application/problem+json')
    .send({ type: 'about:blank', title: code, status, detail, code })
}
