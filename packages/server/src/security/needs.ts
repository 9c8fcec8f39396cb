import type { Operation, Resource } from '@millrace/security'

/**
 * What a request needs: a scope, on a name or on any; `open` is for everybody; `own` is checked by the routes
 * themselves.
 */
export type Need =
  | 'open'
  | 'own'
  | { readonly resource: Resource; readonly operation: Operation; readonly name?: string }

/** From the method and the path of a request, without its query. */
export type NeedOf = (method: string, path: string) => Need

const isReading = (method: string): boolean => method === 'GET' || method === 'HEAD'

const platform = (name: string, operation: Operation): Need => ({ resource: 'platform', name, operation })

/** Who runs a statement acts with the rights of the platform: it reads and writes whatever SQL reaches. */
export const sqlNeeds: NeedOf = (method) => ({
  resource: 'statements',
  operation: isReading(method) ? 'read' : 'write',
})

/** A callback is known by a key of its own, and `OPTIONS` says only that events are taken. */
export const eventsNeeds: NeedOf = (method, path) => {
  if (method === 'OPTIONS' || path.startsWith('/apis/events.millrace.dev/v1/webhook-callbacks/')) return 'open'
  if (path.startsWith('/apis/')) return { resource: 'brokers', operation: isReading(method) ? 'read' : 'manage' }
  return { resource: 'brokers', operation: 'write', name: brokerOf(path) }
}

function brokerOf(path: string): string {
  const name = path.replaceAll(/^\/|\/$/gu, '')
  return name === '' ? 'default/default' : name
}

/** Of the listener of the console; what is under `/api/`, and the pages, the console guards itself. */
export const consoleNeeds: NeedOf = (method, path) => {
  if (path === '/health/live' || path === '/health/ready' || path === '/oauth/token') return 'open'
  if (path === '/metrics') return platform('metrics', 'read')
  if (path.startsWith('/v1/clock')) return platform('clock', path === '/v1/clock/advance' ? 'manage' : 'read')
  if (path.startsWith('/v2/clock')) return platform('clock', 'manage')
  if (path.startsWith('/v1/inbox')) return platform('inbox', isReading(method) ? 'read' : 'manage')
  if (path.startsWith('/v1/keys') || path === '/v1/audit') return platform('keys', 'manage')
  if (path === '/v1/backup') return platform('backup', 'manage')
  if (path.startsWith('/v2/')) return { resource: 'processes', operation: 'read' }
  if (path.startsWith('/v1/')) return platform('other', 'manage')
  return 'own'
}
