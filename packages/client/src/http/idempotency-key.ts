import type { FastifyRequest } from 'fastify'
import { problem } from './problem.ts'

// The draft lets a client send it with or without the quotes of a structured field.
const KEY = /^[\u0021-\u007e]{1,255}$/u

/** The Idempotency-Key of a request (draft-ietf-httpapi-idempotency-key-header). @throws Problem 400 when the header is not one key */
export function idempotencyKey({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const key = headers['idempotency-key']
  if (key === undefined || (typeof key === 'string' && KEY.test(key))) return key
  const message = 'must be 1 to 255 visible ASCII characters, given once'
  const errors = [{ field: 'Idempotency-Key', message }]
  throw problem(400, 'Wrong Idempotency-Key', `Idempotency-Key ${message}`, { code: 'INVALID_FIELDS', errors })
}
