import { Refusal } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import * as z from 'zod'
import { problem } from '../http/problem.ts'
import { sameSite } from '../http/same-site.ts'
import type { PlatformClock } from './platform-clock.ts'
import { zeebeClockRoutes } from './zeebe-routes.ts'

const advance = z.strictObject({
  ms: z.int('is whole milliseconds').min(0, 'is 0 or more').max(1e14, 'is at most 1e14'),
})
const follow = z.object({ id: z.string().min(1).max(100) })
const reached = z.object({ id: z.string().max(100), seq: z.int(), now: z.int(), next: z.int().nullable() })

/**
 * `GET /v1/clock` -> `{ mode, now }`; `POST /v1/clock/advance { ms }` -> `{ now }`, when everything that fell due on
 * the way is done, also by those who follow. `GET /v1/clock/events` and `POST /v1/clock/reached` are how they follow
 * (README of package client). Errors are problem documents (RFC 9457).
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
      if (!(thrown instanceof Refusal)) throw thrown
      return problem(reply, thrown.code === 'CLOCK_IS_REAL' ? 409 : 400, thrown.code, thrown.message)
    }
  })
  zeebeClockRoutes(http, clock)
  followRoutes(http, clock)
}

function followRoutes(http: FastifyInstance, clock: PlatformClock): void {
  http.get('/v1/clock/events', (request, reply) => {
    const query = follow.safeParse(request.query)
    if (!query.success) return problem(reply, 400, 'INVALID_FOLLOWER', 'id is missing')
    if (clock.followers.full) return problem(reply, 503, 'TOO_MANY_FOLLOWERS', 'too many follow the clock already')
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    const send = (step: object): boolean => raw.write(`data: ${JSON.stringify(step)}\n\n`)
    const leave = clock.followers.add(query.data.id, clock.now(), send, () => raw.destroy())
    raw.once('close', leave)
    return reply
  })
  http.post('/v1/clock/reached', { preHandler: sameSite }, async (request, reply) => {
    const body = reached.safeParse(request.body)
    if (!body.success) return problem(reply, 400, 'INVALID_STEP', 'id, seq, now and next are wanted')
    if (!clock.followers.reached(body.data)) {
      return problem(reply, 404, 'UNKNOWN_FOLLOWER', 'follow the events again')
    }
    return reply.status(204).send()
  })
}
