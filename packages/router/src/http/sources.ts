import { createHash, timingSafeEqual } from 'node:crypto'
import { faultOfSignature } from '@millrace/cloudevents'
import { problem } from '@millrace/client/http'
import type { DomainClock } from '@millrace/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Settings } from '../settings.ts'
import { faultOfToken } from './json-web-token.ts'

type SourceSettings = Pick<
  Settings,
  'ROUTER_SIGNING_SECRET' | 'ROUTER_TOKEN' | 'ROUTER_JWT_KEY' | 'ROUTER_JWT_AUDIENCE'
>

/**
 * Lets in what is signed (Standard Webhooks), shows the token, or has a JWT: one of those that are configured. Where
 * nothing is configured everybody is let in, which loopback is for. What changes nothing is open.
 */
export function knownSources(app: FastifyInstance, settings: SourceSettings, clock: DomainClock): void {
  const { ROUTER_SIGNING_SECRET: signing, ROUTER_TOKEN: token, ROUTER_JWT_KEY: key } = settings
  if (signing === undefined && token === undefined && key === undefined) return
  app.addHook('preHandler', async (request) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return
    const reasons = faultsOf(request, settings, clock.now())
    if (reasons === undefined) return
    throw problem(401, 'Unknown source', `the router takes this from known sources only: ${reasons.join('; ')}`, {
      code: 'UNKNOWN_SOURCE',
    })
  })
}

/** Why no way that is configured lets the request in; undefined when one does. */
function faultsOf(request: FastifyRequest, settings: SourceSettings, now: number): readonly string[] | undefined {
  const { ROUTER_SIGNING_SECRET: signing, ROUTER_TOKEN: token, ROUTER_JWT_KEY: key } = settings
  const header = (name: string): string | undefined => request.headers[name]?.toString()
  const shown = /^Bearer +(\S+)$/iu.exec(header('authorization') ?? '')?.[1] ?? header('x-api-key')
  const faults: string[] = []
  if (signing !== undefined) {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const fault = faultOfSignature(signing, { header, body }, now)
    if (fault === undefined) return undefined
    faults.push(fault)
  }
  if (token !== undefined) {
    if (shown !== undefined && same(shown, token)) return undefined
    faults.push(shown === undefined ? 'it shows no token' : 'its token is another one')
  }
  if (key !== undefined) {
    const fault =
      shown === undefined ? 'it has no JWT' : faultOfToken(shown, { key, audience: settings.ROUTER_JWT_AUDIENCE }, now)
    if (fault === undefined) return undefined
    faults.push(fault)
  }
  return faults
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const same = (left: string, right: string): boolean => timingSafeEqual(digest(left), digest(right))
