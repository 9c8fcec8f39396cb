import type { FastifyReply } from 'fastify'
import type { FieldError } from './fields.ts'

/** RFC 9457 problem details, with the `id` and `message` that the original's errors carry. */
export interface Problem {
  readonly status: number
  readonly title: string
  /** What was wrong and what would be right; also given as `message`. */
  readonly detail: string
  /** The id that was asked for, when there was one. */
  readonly id?: string
  readonly errors?: readonly FieldError[]
}

export function sendProblem(reply: FastifyReply, { status, title, detail, id, errors }: Problem): FastifyReply {
  return reply
    .code(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title,
        status,
        detail,
        ...(id !== undefined && { id }),
        message: detail,
        ...(errors !== undefined && { errors }),
      }),
    )
}

/** Each wrong field by its name. `status` 400: the body is wrong; 422: it names something that is not there. */
export function wrongFields(errors: readonly FieldError[], status: 400 | 422 = 400): Problem {
  const detail = errors.map(({ field, message }) => (field === '' ? message : `${field} ${message}`)).join('; ')
  return { status, title: status === 400 ? 'Invalid fields' : 'Unknown reference', detail, errors }
}

export function notFound(name: string, id: string): Problem {
  return { status: 404, title: 'Not found', detail: `Failed to locate ${name} with id ${id}.`, id }
}
