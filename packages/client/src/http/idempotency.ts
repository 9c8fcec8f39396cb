import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { idempotencyKey } from './idempotency-key.ts'
import { problem } from './problem.ts'

/** An answer that has been given. */
export interface StoredAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What is known of a key: whose request it is (a fingerprint of method, path and body), and its answer once there is one. */
export interface KnownKey {
  readonly fingerprint: string
  readonly answer?: StoredAnswer
}

/** Remembers Idempotency-Keys: in memory, or in an app's own topic, where all instances and a restart find them. */
export interface IdempotencyStore {
  /**
   * Notes the key for this request unless it is known. Resolves, durable, with what is known of it: undefined when it was
   * noted by this call.
   */
  begin(key: string, fingerprint: string): Promise<KnownKey | undefined>
  /** Resolves when the answer is durable. */
  finish(key: string, fingerprint: string, answer: StoredAnswer): Promise<void>
  /** Forgets a key whose request did nothing. */
  release(key: string): Promise<void>
}

export interface IdempotencyOptions {
  readonly store: IdempotencyStore
  /** Which requests; every POST by default. */
  readonly applies?: (request: FastifyRequest) => boolean
}

const KEPT_HEADERS = ['content-type', 'location', 'etag']

/**
 * The Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header): the same key and request get the same answer, the
 * same key with another request 422, and while the first is still worked on 409. Answers of 5xx are not kept: the client may
 * try again.
 */
export function idempotency(app: FastifyInstance, { store, applies = isPost }: IdempotencyOptions): void {
  const open = new WeakMap<FastifyRequest, { readonly key: string; readonly fingerprint: string }>()
  app.addHook('preHandler', async (request, reply) => {
    const key = applies(request) ? idempotencyKey(request) : undefined
    if (key === undefined) return
    const fingerprint = fingerprintOf(request)
    const known = await store.begin(key, fingerprint)
    if (known === undefined) open.set(request, { key, fingerprint })
    else await repeat(known, fingerprint, reply)
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const claim = open.get(request)
    if (claim === undefined) return payload
    open.delete(request)
    if (reply.statusCode >= 500 || typeof payload !== 'string') await store.release(claim.key)
    else
      await store.finish(claim.key, claim.fingerprint, {
        status: reply.statusCode,
        headers: keptHeaders(reply),
        body: payload,
      })
    return payload
  })
}

const isPost = (request: FastifyRequest): boolean => request.method === 'POST'

function fingerprintOf({ method, url, body }: FastifyRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([method, url, canonical(body)]))
    .digest('hex')
}

/** The order of an object's members makes no difference. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value ?? null
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => [name, canonical(member)])
}

async function repeat(known: KnownKey, fingerprint: string, reply: FastifyReply): Promise<void> {
  if (known.fingerprint !== fingerprint) {
    const detail = 'this Idempotency-Key was used with another request; use a new key for a new request'
    throw problem(422, 'Idempotency-Key used already', detail, { code: 'IDEMPOTENCY_KEY_REUSED' })
  }
  if (known.answer === undefined) {
    void reply.header('retry-after', '1')
    const detail = 'the first request with this Idempotency-Key is still being worked on; ask again in a moment'
    throw problem(409, 'Still being worked on', detail, { code: 'IDEMPOTENCY_KEY_BUSY' })
  }
  const { status, headers, body } = known.answer
  await reply.code(status).headers(headers).header('idempotent-replayed', 'true').send(body)
}

function keptHeaders(reply: FastifyReply): Record<string, string> {
  const given = KEPT_HEADERS.map((name) => [name, reply.getHeader(name)] as const)
  return Object.fromEntries(
    given.filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]),
  )
}
