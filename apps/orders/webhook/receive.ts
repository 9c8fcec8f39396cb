import { checked, problem } from '@millrace/client/http'
import type { DomainClock } from '@millrace/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { WebhookEvent } from '../contract/payment.ts'
import { webhookEvent } from './event.ts'
import { SIGNATURE_HEADER, verify } from './signature.ts'

const signed = new WeakMap<FastifyRequest, string>()

/** Keeps the bytes of JSON bodies as they came: the signature covers them, not what they mean. */
export function keepRawBody(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body)
    signed.set(request, text)
    try {
      done(null, text === '' ? undefined : JSON.parse(text))
    } catch {
      done(problem(400, 'Not JSON', 'the body is not JSON'), undefined)
    }
  })
}

/** @throws Problem 401 when the signature is missing, forged or stale; 400 that names each wrong field. */
export function receivedEvent(request: FastifyRequest, secret: string, clock: DomainClock): WebhookEvent {
  const header = request.headers[SIGNATURE_HEADER]
  const verdict = verify(
    typeof header === 'string' ? header : undefined,
    signed.get(request) ?? '',
    secret,
    clock.now(),
  )
  if (verdict.kind !== 'genuine') {
    const code = verdict.kind === 'stale' ? 'SIGNATURE_STALE' : 'SIGNATURE_INVALID'
    throw problem(401, 'Signature refused', verdict.reason, { code })
  }
  return checked(webhookEvent, request.body)
}
