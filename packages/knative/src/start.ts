import type { Socket } from 'node:net'
import type { Events } from '@millrace/events'
import { type Clocks, Fault, type LogPort, messageOf } from '@millrace/kernel'
import fastify, { type FastifyInstance, type onRequestAsyncHookHandler } from 'fastify'
import { TriggerDirectory } from './directory/trigger-directory.ts'
import { CALLBACKS, apiRoutes } from './http/api.ts'
import { type IngressCounts, ingressRoutes } from './http/ingress.ts'
import { observeRoutes } from './http/observe-routes.ts'
import { problem, refusalProblem } from './http/problem.ts'
import { Resources } from './resources/resources.ts'

export interface KnativeOptions {
  readonly events: Events
  readonly clocks: Clocks
  readonly log: LogPort
  readonly host: string
  readonly port: number
  /** Directory of YAML files. */
  readonly triggers?: string | undefined
  /** Makes the broker `default/default`, unless it is there. */
  readonly defaultBroker: boolean
  /** Texts of secrets by name. */
  readonly secret: (name: string) => string | undefined
  /** Most bytes of one request. */
  readonly bodyBytes?: number
  /** Who may do what: answers those that it does not let in. */
  readonly guard?: onRequestAsyncHookHandler | undefined
}

export interface KnativeServer {
  /** `http://host:port` of ingress and API. */
  readonly url: string
  /** Takes over a connection that somebody else has accepted. */
  readonly accept: (socket: Socket) => void
  readonly counts: Readonly<IngressCounts>
  /** What is wrong with files of triggers now. */
  readonly problems: () => readonly string[]
  readonly stop: () => Promise<void>
}

const BODY_BYTES = 4_000_000

/**
 * The ingress and the API over brokers and triggers. Resolves when it listens and everything that is configured is in
 * force.
 *
 * @throws Fault LISTEN_FAILED; Refusal INVALID_CONFIGURATION when there is no such directory
 */
export async function startKnative(options: KnativeOptions): Promise<KnativeServer> {
  const { events, clocks, log, secret } = options
  const state = { ready: false }
  const http = server(options.bodyBytes ?? BODY_BYTES, log, () => state.ready)
  if (options.guard !== undefined) http.addHook('onRequest', options.guard)
  let url = `http://${options.host}:${options.port}`
  const ingress = (): string => url
  const resources = new Resources({ events, ingress, secret })
  const counts = ingressRoutes(http, { events, resources, clock: clocks.domain, secret })
  http.addHook('onResponse', async (_request, { statusCode }) => {
    if (statusCode >= 400) counts.refused += 1
  })
  apiRoutes(http, { events, resources, ingress })
  observeRoutes(http, { events, resources, ingress, clock: clocks.liveness })
  url = await listen(http, options)
  events.consents.callbacksAt(`${url}${CALLBACKS}`)
  const directory =
    options.triggers === undefined
      ? undefined
      : new TriggerDirectory({ path: options.triggers, resources, clock: clocks.liveness, log })
  const stop = async (): Promise<void> => {
    directory?.stop()
    await http.close()
    await events.stop()
  }
  try {
    for (const reason of await resources.restore()) log.error({ reason }, 'a resource of the API is not in force')
    if (options.defaultBroker && !events.hasBroker({ namespace: 'default', name: 'default' })) {
      await resources.apply(DEFAULT_BROKER, 'built-in')
    }
    await directory?.start()
  } catch (error) {
    await stop()
    throw error
  }
  state.ready = true
  const accept = (socket: Socket): void => void http.server.emit('connection', socket)
  return { url, accept, counts, problems: () => directory?.problems ?? [], stop }
}

const DEFAULT_BROKER = {
  apiVersion: 'eventing.knative.dev/v1',
  kind: 'Broker',
  metadata: { namespace: 'default', name: 'default' },
}

function server(bodyLimit: number, log: LogPort, isReady: () => boolean): FastifyInstance {
  const http = fastify({ bodyLimit, forceCloseConnections: 'idle', exposeHeadRoutes: false })
  http.removeAllContentTypeParsers()
  http.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  http.setErrorHandler((error, _request, reply) => {
    const answered = refusalProblem(reply, error)
    if (answered !== undefined) return answered
    log.error({ reason: messageOf(error) }, 'an event was not handled')
    return problem(reply, 500, 'INTERNAL', 'this is a fault of the platform: its log says more')
  })
  http.setNotFoundHandler((request, reply) => {
    if (request.method !== 'POST' || request.url.startsWith('/apis/')) {
      return problem(reply, 404, 'NOT_FOUND', 'there is nothing here')
    }
    return problem(reply, 400, 'INVALID_REQUEST', 'events go to /{namespace}/{broker}')
  })
  http.addHook('onRequest', async (request, reply) => {
    if (!isReady()) return problem(reply.header('retry-after', '1'), 503, 'STARTING', 'the brokers are being opened')
    const { origin, host } = request.headers
    const changes = request.method !== 'GET' && request.routeOptions.url?.startsWith('/apis/') === true
    if (changes && origin !== undefined && !sameHost(origin, host)) {
      return problem(reply, 403, 'ANOTHER_SITE', `a page of ${origin} may not do this here`)
    }
    return undefined
  })
  return http
}

const sameHost = (origin: string, host: string | undefined): boolean =>
  URL.canParse(origin) && new URL(origin).host === host

async function listen(http: FastifyInstance, { host, port }: KnativeOptions): Promise<string> {
  try {
    return await http.listen({ host, port })
  } catch (thrown) {
    const text = `cannot take events on ${host}:${port} (--events): ${messageOf(thrown)}`
    throw new Fault('LISTEN_FAILED', text, { cause: thrown })
  }
}
