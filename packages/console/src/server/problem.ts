import { Refusal, messageOf } from '@millrace/kernel'
import type { z } from 'zod'
import type { Problem } from '../contract/overview.ts'

const statusByCode: Record<string, number> = {
  BAD_INPUT: 400,
  INVALID_FILTER: 400,
  INVALID_CONFIG: 400,
  INVALID_PARTITIONS: 400,
  INVALID_REPLICATION_FACTOR: 400,
  INVALID_TOPIC_EXCEPTION: 400,
  INVALID_RECORD: 400,
  INVALID_GROUP_ID: 400,
  POLICY_VIOLATION: 400,
  CONFIRMATION_MISSING: 400,
  TOKEN_NEEDED: 401,
  FOREIGN_ORIGIN: 403,
  TOPIC_AUTHORIZATION_FAILED: 403,
  GROUP_AUTHORIZATION_FAILED: 403,
  CLUSTER_AUTHORIZATION_FAILED: 403,
  NOT_FOUND: 404,
  NO_ENGINE: 404,
  NO_HISTORY: 404,
  UNKNOWN_TOPIC_OR_PARTITION: 404,
  GROUP_ID_NOT_FOUND: 404,
  OFFSET_OUT_OF_RANGE: 404,
  TOPIC_ALREADY_EXISTS: 409,
  NON_EMPTY_GROUP: 409,
  GROUP_NOT_EMPTY: 409,
  REBALANCE_IN_PROGRESS: 409,
  DEMO_RUNNING: 409,
  ALREADY_EXISTS: 409,
  FAILED_PRECONDITION: 409,
  UNKNOWN_MEMBER_ID: 409,
  MESSAGE_TOO_LARGE: 413,
  WRONG_HOST: 421,
  TOO_MANY_STREAMS: 429,
  RESOURCE_EXHAUSTED: 429,
  SQL_UNREACHABLE: 503,
  EVENTS_UNREACHABLE: 503,
  ENGINE_UNREACHABLE: 503,
  HISTORY_UNREACHABLE: 503,
}

const titles: Record<number, string> = {
  400: 'The request is not valid',
  401: 'A token is needed',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Not possible now',
  413: 'Too large',
  421: 'Wrong host',
  429: 'Too many',
  500: 'The console failed',
  502: 'Kafka refused',
  503: 'Cannot be reached',
}

function problem(code: string, detail: string, status = statusByCode[code] ?? 500): Problem {
  return { type: 'about:blank', title: titles[status] ?? 'The request failed', status, detail, code }
}

/** A problem that names each wrong field. */
export function inputProblem(error: z.ZodError): Problem {
  const errors = error.issues.map((issue) => ({ field: issue.path.join('.') || 'body', message: issue.message }))
  return {
    ...problem('BAD_INPUT', errors.map(({ field, message }) => `${field}: ${message}`).join('; ')),
    errors,
  }
}

/** Anything that was thrown, as a problem: Kafka's own code and text where it was Kafka that said no. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Refusal) return problem(thrown.code, thrown.message, statusByCode[thrown.code] ?? 400)
  const refusal = kafkaRefusal(thrown)
  if (refusal !== undefined) return problem(refusal.code, refusal.detail, statusByCode[refusal.code] ?? 502)
  if (isClientError(thrown)) return problem('KAFKA_UNREACHABLE', rootMessage(thrown), 503)
  return problem('INTERNAL', messageOf(thrown), 500)
}

/** What Kafka itself answered, however deep the client wrapped it. */
function kafkaRefusal(thrown: unknown): { code: string; detail: string } | undefined {
  if (isProtocolError(thrown)) return { code: thrown.apiId, detail: thrown.serverErrorMessage ?? thrown.message }
  if (thrown instanceof AggregateError) {
    for (const inner of thrown.errors) {
      const found = kafkaRefusal(inner)
      if (found !== undefined) return found
    }
  }
  return thrown instanceof Error && thrown.cause !== undefined ? kafkaRefusal(thrown.cause) : undefined
}

/** The client's errors are told by their fields: its classes would load the client at the platform's start. */
function isProtocolError(thrown: unknown): thrown is Error & { apiId: string; serverErrorMessage?: string | null } {
  return isClientError(thrown) && 'apiId' in thrown && typeof thrown.apiId === 'string'
}

function isClientError(thrown: unknown): thrown is Error & { code: string } {
  return thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('PLT_KFK_')
}

/** The innermost text: "connect ECONNREFUSED 127.0.0.1:9092" says more than "Listing topics failed". */
function rootMessage(error: Error): string {
  const inner = error instanceof AggregateError ? error.errors.find((item) => item instanceof Error) : error.cause
  return inner instanceof Error && inner.message !== '' ? rootMessage(inner) : error.message
}
