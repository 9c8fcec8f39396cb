import type { Random } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import { withTrace } from '../trace/trace-context.ts'

/** Requests run in the trace that their `traceparent` names, or in a new one: what they produce carries it on. */
export function tracing(app: FastifyInstance, random: Random): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const given = request.headers['traceparent']
    withTrace(typeof given === 'string' ? given : undefined, random, done)
  })
}
