import type { Socket } from 'node:net'
import { type Clocks, Fault, type LogPort, messageOf } from '@millrace/kernel'
import fastify, { type FastifyInstance, type onRequestAsyncHookHandler } from 'fastify'
import type { Gateway } from '../gateway/gateway.ts'
import { handlerError } from './exception.ts'
import { gatewayRoutes } from './gateway-routes.ts'
import { jobRoutes } from './job-routes.ts'
import { viewRoutes } from './view-routes.ts'

export interface GatewayServerOptions {
  readonly gateway: Gateway
  readonly clocks: Clocks
  readonly log: LogPort
  readonly host: string
  readonly port: number
  /** Who may do what: answers those that it does not let in. */
  readonly guard?: onRequestAsyncHookHandler | undefined
}

export interface GatewayServer {
  /** `http://host:port` */
  readonly url: string
  /** Takes over a connection that somebody else has accepted. */
  accept(socket: Socket): void
  stop(): Promise<void>
}

/** The gateway's listener. @throws Fault LISTEN_FAILED */
export async function startGateway(options: GatewayServerOptions): Promise<GatewayServer> {
  const { gateway, clocks, log } = options
  const http = server(gateway, log)
  if (options.guard !== undefined) http.addHook('onRequest', options.guard)
  gatewayRoutes(http, gateway, clocks.liveness)
  jobRoutes(http, gateway)
  const watchers = viewRoutes(http, gateway, clocks)
  const url = await listen(http, options)
  return {
    url,
    accept: (socket) => void http.server.emit('connection', socket),
    stop: async () => {
      watchers.close()
      await http.close()
    },
  }
}

function server({ limits }: Gateway, log: LogPort): FastifyInstance {
  const http = fastify({ bodyLimit: limits.requestBytes, forceCloseConnections: true, exposeHeadRoutes: false })
  // complete-statement is a GET with a body, in Flink's API.
  http.addHttpMethod('GET', { hasBody: true, overrideExisting: true })
  http.removeAllContentTypeParsers()
  http.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    if (body === '') {
      done(null, undefined)
      return
    }
    try {
      done(null, JSON.parse(String(body)))
    } catch {
      done(Object.assign(new Error('the body is no JSON'), { statusCode: 400 }), undefined)
    }
  })
  http.setNotFoundHandler((request, reply) => reply.status(404).send({ errors: [`Not found: ${request.url}`] }))
  http.setErrorHandler((error, _request, reply) => {
    const { statusCode = 500 } = error as { statusCode?: number }
    if (statusCode === 413) {
      return handlerError(reply, 413, `The request is larger than ${limits.requestBytes} bytes, and that is the most.`)
    }
    if (statusCode < 500) {
      return handlerError(reply, 400, 'Bad request received. Request did not conform to expected format.')
    }
    log.error({ reason: messageOf(error) }, 'a call of the SQL gateway failed')
    return reply.status(500).send({ errors: ['Internal server error.', 'the log of the platform says more'] })
  })
  http.addHook('onRequest', async (request, reply) => {
    const { origin, host } = request.headers
    if (origin === undefined || isLocal(origin, host)) return undefined
    return handlerError(reply, 403, `A page of ${origin} may not do this here.`)
  })
  return http
}

/** A page that is served by this machine, or from where the call goes. */
function isLocal(origin: string, host: string | undefined): boolean {
  if (!URL.canParse(origin)) return false
  const from = new URL(origin)
  return from.host === host || ['127.0.0.1', 'localhost', '[::1]'].includes(from.hostname)
}

async function listen(http: FastifyInstance, { host, port }: GatewayServerOptions): Promise<string> {
  try {
    return await http.listen({ host, port })
  } catch (thrown) {
    const text = `cannot serve SQL on ${host}:${port} (--sql): ${messageOf(thrown)}`
    throw new Fault('LISTEN_FAILED', text, { cause: thrown })
  }
}
