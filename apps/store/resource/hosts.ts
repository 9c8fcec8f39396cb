import { isIP } from 'node:net'
import { problem } from '@millrace/client/http'
import type { FastifyInstance } from 'fastify'

/** Host names that requests may name; undefined: any, for who listens beyond loopback stands behind something else. */
export type AllowedHosts = ReadonlySet<string> | undefined

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1'])

export function allowedHosts(settings: { readonly HOST: string; readonly ALLOWED_HOSTS: string }): AllowedHosts {
  if (!LOOPBACK.has(settings.HOST)) return undefined
  const more = settings.ALLOWED_HOSTS.split(',').map((name) => name.trim().toLowerCase())
  return new Set([...LOOPBACK, ...more.filter((name) => name !== '')])
}

/** An address is always right: only a name can be made to point at a machine that is not its owner's. */
export function isAllowedHost(allowed: AllowedHosts, host: string | undefined): boolean {
  if (allowed === undefined) return true
  const name = URL.parse(`http://${host ?? ''}`)?.hostname.replace(/^\[|\]$/gu, '') ?? ''
  return allowed.has(name) || isIP(name) !== 0
}

/** Without this, a page of the Internet whose name points here could use the services of whoever looks at it. */
export function refuseOtherHosts(app: FastifyInstance, allowed: AllowedHosts): void {
  app.addHook('onRequest', async ({ headers: { host } }) => {
    if (isAllowedHost(allowed, host)) return
    throw problem(421, 'Misdirected request', `${host ?? 'no host'} is not served here; ALLOWED_HOSTS adds names`)
  })
}
