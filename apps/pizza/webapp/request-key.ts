import { createHash } from 'node:crypto'
import { idempotencyKey, problem } from '@millrace/client/http'
import type { FastifyRequest } from 'fastify'
import { REQUEST_FINGERPRINT, REQUEST_KEY } from '../view/order-book.ts'

/** The Idempotency-Key of a request, as it lies in the headers of the record that the request writes. */
export interface RequestKey {
  /** Hash of whose it is and the key. */
  readonly key: string
  /** Hash of method, path and body. */
  readonly fingerprint: string
}

/** @throws Problem 400 when the header is not one key. */
export function requestKey(request: FastifyRequest, whose: string, body: unknown): RequestKey | undefined {
  const key = idempotencyKey(request)
  if (key === undefined) return undefined
  const path = request.url.split('?')[0]
  return { key: hash([whose, key]), fingerprint: hash([request.method, path, body ?? null]) }
}

/** @throws Problem 422 when the key was used with another request. */
export function checkReuse(fingerprint: string, known: string): void {
  if (fingerprint === known) return
  const detail = 'this Idempotency-Key was used with another request; use a new key for a new request'
  throw problem(422, 'Idempotency-Key used already', detail, { code: 'IDEMPOTENCY_KEY_REUSED' })
}

export const headersOf = (request: RequestKey | undefined): Record<string, string> =>
  request === undefined ? {} : { [REQUEST_KEY]: request.key, [REQUEST_FINGERPRINT]: request.fingerprint }

export const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')
