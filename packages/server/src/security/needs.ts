import type { Operation, Resource } from '@millrace/security'

/**
 * What a request needs: a scope, on a name or on any; `open` is for everybody; `own` is checked by the routes
 * themselves.
 */
export type Need =
  | 'open'
  | 'own'
  | { readonly resource: Resource; readonly operation: Operation; readonly name?: string }

/** A request as the router has matched it: its raw URL may be encoded or absolute, and names one route in many ways. */
export interface Asked {
  readonly method: string
  /** The pattern of the route, such as `/v1/keys/:name`; undefined where there is none. */
  readonly route: string | undefined
  readonly params: Readonly<Record<string, string>>
}

export type NeedOf = (asked: Asked) => Need

const isReading = (method: string): boolean => method === 'GET' || method === 'HEAD'

const platform = (name: string, operation: Operation): Need => ({ resource: 'platform', name, operation })

/** Who runs a statement acts with the rights of the platform: it reads and writes whatever SQL reaches. */
export const sqlNeeds: NeedOf = ({ method }) => ({
  resource: 'statements',
  operation: isReading(method) ? 'read' : 'write',
})

/** A callback is known by a key of its own, and `OPTIONS` says only that events are taken. */
export const eventsNeeds: NeedOf = ({ method, route, params }) => {
  if (method === 'OPTIONS' || route === '/apis/events.millrace.dev/v1/webhook-callbacks/:key') return 'open'
  if (route === undefined) return { resource: 'brokers', operation: 'write' }
  if (route.startsWith('/apis/')) {
    return { resource: 'brokers', operation: isReading(method) ? 'read' : 'manage', name: brokersOf(route, params) }
  }
  const { namespace = 'default', broker = 'default' } = params
  return { resource: 'brokers', operation: 'write', name: `${namespace}/${broker}` }
}

/** One broker, or all of a namespace, where its triggers are, or all there are: the last two as a scope names them. */
function brokersOf(route: string, { namespace, name }: Asked['params']): string {
  if (namespace === undefined) return '*'
  return `${namespace}/${route.includes('/brokers/:name') ? name : '*'}`
}

const OPEN: ReadonlySet<string> = new Set(['/health/live', '/health/ready', '/oauth/token'])
/** Pages, which tell nothing; what is under `/api/` the console guards itself. */
const PAGES: ReadonlySet<string> = new Set(['/*', '/assets/*'])

/** Of the listener of the console. What is not named here takes leave for everything. */
export const consoleNeeds: NeedOf = ({ method, route = '' }) => {
  if (OPEN.has(route)) return 'open'
  if (PAGES.has(route) || route.startsWith('/api/')) return 'own'
  if (route === '/metrics') return platform('metrics', 'read')
  if (route.startsWith('/v1/clock')) return platform('clock', route === '/v1/clock/advance' ? 'manage' : 'read')
  if (route.startsWith('/v2/clock')) return platform('clock', 'manage')
  if (route === '/v1/inbox') return platform('inbox', isReading(method) ? 'read' : 'manage')
  if (route.startsWith('/v1/keys') || route === '/v1/audit') return platform('keys', 'manage')
  if (route === '/v1/backup') return platform('backup', 'manage')
  if (route.startsWith('/v2/')) return { resource: 'processes', operation: 'read', name: '*' }
  return platform('other', 'manage')
}
