import { createHash } from 'node:crypto'
import { idempotencyKey } from '@millrace/client/http'
import type { FastifyRequest } from 'fastify'
import type { RequestKey } from './kept.ts'

/**
 * The Idempotency-Key of a request, with a fingerprint of method, path and `body`: what was read from the body, without
 * secrets.
 *
 * @throws Problem 400 when the header is not one key.
 */
export function requestKey(request: FastifyRequest, body: unknown): RequestKey | undefined {
  const key = idempotencyKey(request)
  if (key === undefined) return undefined
  const path = request.url.split('?')[0]
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([request.method, path, body ?? null]))
    .digest('hex')
  return { key, fingerprint }
}
