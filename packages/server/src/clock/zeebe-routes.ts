import { Refusal } from '@millrace/kernel'
import type { FastifyInstance, FastifyReply } from 'fastify'
import * as z from 'zod'
import { problem } from '../http/problem.ts'
import { sameSite } from '../http/same-site.ts'
import type { PlatformClock } from './platform-clock.ts'

/** The latest time that a JavaScript Date can show. */
const LATEST = 8.64e15

const pin = z.object({
  timestamp: z
    .int('is whole milliseconds since 1970')
    .min(0, 'must not be negative')
    .max(LATEST, `is at most ${LATEST}`),
})

/**
 * The clock as Camunda's REST API has it: `PUT /v2/clock { timestamp }` moves virtual time to a moment, `POST
 * /v2/clock/reset` to that of the system; 204 when everything that fell due on the way is done. Unlike there, time never
 * goes back, and stands still after a reset too.
 */
export function zeebeClockRoutes(http: FastifyInstance, clock: PlatformClock): void {
  http.put('/v2/clock', { preHandler: sameSite }, (request, reply) => {
    const body = pin.safeParse(request.body)
    if (body.success) return moved(reply, () => clock.moveTo(body.data.timestamp))
    const given = (request.body as { timestamp?: unknown } | null)?.timestamp
    const text = given === undefined ? 'No timestamp provided.' : `timestamp ${body.error.issues[0]?.message}`
    return problem(reply, 400, 'INVALID_ARGUMENT', text)
  })
  http.post('/v2/clock/reset', { preHandler: sameSite }, (_request, reply) => moved(reply, () => clock.reset()))
}

async function moved(reply: FastifyReply, move: () => Promise<number>): Promise<FastifyReply> {
  try {
    await move()
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    return problem(reply, 409, thrown.code, thrown.message)
  }
  return reply.status(204).send()
}
