import { createHash } from 'node:crypto'
import { problem } from '@millrace/client/http'
import type { FastifyRequest } from 'fastify'
import type { RequestKey } from './kept.ts'

// The draft lets a client send it with or without the quotes of a structured field.
const KEY = /^[\u0021-\u007e]{1,255}$/u

/**
 * The Idempotency-Key of a request, with a fingerprint of method, path and `body`: what was read from the body, without
 * secrets.
 *
 * @throws Problem 400 when the header is not one key.
 */
export function requestKey(request: FastifyRequest, body: unknown): RequestKey | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !KEY.test(key)) {
    const message = 'must be 1 to 255 visible ASCII characters, given once'
    const errors = [{ field: 'Idempotency-Key', message }]
    throw problem(400, 'Wrong Idempotency-Key', `Idempotency-Key ${message}`, { code: 'INVALID_FIELDS', errors })
  }
  const path = request.url.split('?')[0]
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([request.method, path, body ?? null]))
    .digest('hex')
  return { key, fingerprint }
}
