import { type FieldError, type Problem, problem, wrongFields } from '@millrace/client/http'
import type { FastifyInstance } from 'fastify'

/** 404 with the id that was asked for, as the original's answer has it. */
export function notFound(name: string, id: string): Problem {
  return problem(404, 'Not found', `Failed to locate ${name} with id ${id}.`, { extensions: { id } })
}

/** The body is well-formed, but names what is not there. */
export function unknownReference(errors: readonly FieldError[]): Problem {
  const { details } = wrongFields(errors, 422)
  return problem(422, 'Unknown reference', details.detail, { errors, code: 'UNKNOWN_REFERENCE' })
}

/** Gives every problem the `message` that the original's errors carry: the same text as `detail`. */
export function originalsMessage(app: FastifyInstance): void {
  app.addHook('onSend', async (_, reply, payload) => {
    const isProblem = String(reply.getHeader('content-type')).startsWith('application/problem+json')
    if (!isProblem || typeof payload !== 'string') return payload
    const details = JSON.parse(payload) as { detail: string }
    return JSON.stringify({ ...details, message: details.detail })
  })
}
