import { EventRefusal } from '@millrace/cloudevents'
import { Fault, Refusal, messageOf } from '@millrace/kernel'
import type { FastifyReply } from 'fastify'

/** Codes of refusals, and the status that each is. Others of the log are 503: nothing was taken. */
const STATUS: Readonly<Record<string, number>> = {
  INVALID_ATTRIBUTE: 400,
  INVALID_EVENT: 400,
  INVALID_YAML: 400,
  INVALID_RESOURCE: 400,
  UNSUPPORTED_FORMAT: 415,
  UNSIGNED: 401,
  UNAUTHENTICATED: 401,
  INVALID_RATE: 400,
  INVALID_REQUEST: 400,
  UNKNOWN_BROKER: 404,
  NOT_FOUND: 404,
  CONFLICT: 409,
  IMMUTABLE: 422,
  LIMIT_EXCEEDED: 422,
  EVENT_TOO_LARGE: 413,
  MESSAGE_TOO_LARGE: 413,
  RECORD_TOO_LARGE: 413,
  FRAME_TOO_LARGE: 413,
}

/** Answers with a problem document (RFC 9457); it names the attribute where one was wrong. */
export function problem(
  reply: FastifyReply,
  status: number,
  code: string,
  detail: string,
  attribute?: string,
): FastifyReply {
  const body = {
    type: 'about:blank',
    title: code,
    status,
    detail,
    code,
    ...(attribute === undefined ? {} : { attribute }),
  }
  return reply.status(status).type('application/problem+json').send(JSON.stringify(body))
}

/** What an error is to a client; undefined when it is a bug. */
export function refusalProblem(reply: FastifyReply, error: unknown): FastifyReply | undefined {
  if (error instanceof EventRefusal) {
    return problem(reply, STATUS[error.code] ?? 400, error.code, error.message, error.attribute)
  }
  if (error instanceof Refusal) return problem(reply, STATUS[error.code] ?? 503, error.code, error.message)
  if (error instanceof Fault) return problem(reply.header('retry-after', '1'), 503, error.code, error.message)
  const { statusCode, code } = error as { statusCode?: number; code?: string }
  if (statusCode === undefined || statusCode >= 500) return undefined
  return problem(
    reply,
    statusCode,
    statusCode === 413 ? 'EVENT_TOO_LARGE' : (code ?? 'INVALID_REQUEST'),
    messageOf(error),
  )
}
