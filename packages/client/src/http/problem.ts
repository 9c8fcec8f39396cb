import type { FastifyReply } from 'fastify'

/** One wrong field of a request. */
export interface FieldError {
  /** `address.city`; empty: the body as a whole. */
  readonly field: string
  /** What would be right: `is a whole number from 1 to 100`. */
  readonly message: string
}

/** Problem details (RFC 9457). */
export interface ProblemDetails {
  readonly status: number
  readonly title: string
  /** What was wrong, and what would be right. */
  readonly detail: string
  /** `about:blank` by default */
  readonly type?: string
  /** A stable name that programs can look at. */
  readonly code?: string
  readonly errors?: readonly FieldError[]
  /** Further members. */
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** An answer other than the asked-for one: thrown anywhere in a handler, sent as problem details. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly details: ProblemDetails

  constructor(details: ProblemDetails) {
    super(details.detail)
    this.details = details
  }
}

/** `throw problem(404, 'Order not found', 'there is no order o-1')` */
export function problem(status: number, title: string, detail: string, more: Partial<ProblemDetails> = {}): Problem {
  return new Problem({ ...more, status, title, detail })
}

/** Each wrong field by its name: 400, or 422 when the fields are well-formed but cannot be. */
export function wrongFields(errors: readonly FieldError[], status: 400 | 422 = 400): Problem {
  const detail = errors.map(({ field, message }) => `${field} ${message}`.trim()).join('; ')
  return problem(status, 'Invalid fields', detail, { errors, code: 'INVALID_FIELDS' })
}

export function sendProblem(reply: FastifyReply, details: ProblemDetails): FastifyReply {
  const { status, title, detail, type = 'about:blank', code, errors, extensions } = details
  const body = {
    ...extensions,
    type,
    title,
    status,
    detail,
    ...(code !== undefined && { code }),
    ...(errors !== undefined && { errors }),
  }
  return reply.code(status).type('application/problem+json').send(JSON.stringify(body))
}
