import { type LivenessClock, Refusal } from '@millrace/kernel'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { completions } from '../gateway/complete.ts'
import { checkConfigures } from '../gateway/configure.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { handlerError, serverSide } from './exception.ts'
import { ROW_FORMATS, type RowFormat, fetchResults } from './fetch-results.ts'

/** Versions of the API; without one the newest is meant. */
export const VERSIONS = ['v1', 'v2', 'v3', 'v4'] as const
type Version = (typeof VERSIONS)[number]

/** The product that the gateway speaks as: clients look at it. */
const INFO = { productName: 'Apache Flink', version: '2.2.1' }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const properties = z.record(z.string(), z.string()).nullish()
const openBody = z.object({ sessionName: z.string().nullish(), properties })
const statementBody = z.object({
  statement: z.string().nullish(),
  executionTimeout: z.number().nullish(),
  executionConfig: properties,
})
const completeBody = z.object({ statement: z.string(), position: z.number().int() })

interface Names {
  readonly session: string
  readonly operation: string
  readonly token: string
}
type Request = FastifyRequest<{ Params: Names; Querystring: { rowFormat?: string } }>
type Handler = (request: Request, reply: FastifyReply) => Promise<FastifyReply>

/** Flink's SQL Gateway REST API, all versions of it. */
export function gatewayRoutes(http: FastifyInstance, gateway: Gateway, liveness: LivenessClock): void {
  routesOf(http, gateway, liveness, 'v4', '')
  for (const version of VERSIONS) routesOf(http, gateway, liveness, version, `/${version}`)
}

function routesOf(
  http: FastifyInstance,
  gateway: Gateway,
  liveness: LivenessClock,
  version: Version,
  prefix: string,
): void {
  http.get(`${prefix}/info`, () => INFO)
  http.get(`${prefix}/api_versions`, () => ({ versions: VERSIONS.map((one) => one.toUpperCase()) }))
  sessionRoutes(http, gateway, version, prefix)
  const base = `${prefix}/sessions/:session`
  http.post(`${base}/statements`, checked(submit(gateway)))
  http.get(
    `${base}/operations/:operation/result/:token`,
    checked(async (request, reply) => {
      const rowFormat = version === 'v1' ? 'JSON' : (request.query.rowFormat ?? 'JSON').toUpperCase()
      if (!ROW_FORMATS.includes(rowFormat as RowFormat))
        return badParameter(reply, 'query', 'rowFormat', request.query.rowFormat)
      if (!/^\d{1,15}$/.test(request.params.token)) return badParameter(reply, 'path', 'token', request.params.token)
      const { session, operation } = request.params
      const token = Number(request.params.token)
      return await fetchResults(
        gateway,
        liveness,
        { prefix, session, operation, token, rowFormat: rowFormat as RowFormat },
        reply,
      )
    }),
  )
  http.get(`${base}/operations/:operation/status`, checked(operationStatus(gateway)))
  http.post(`${base}/operations/:operation/cancel`, checked(operationCancel(gateway)))
  http.delete(`${base}/operations/:operation/close`, checked(operationClose(gateway)))
}

function sessionRoutes(http: FastifyInstance, gateway: Gateway, version: Version, prefix: string): void {
  const base = `${prefix}/sessions/:session`
  http.post(`${prefix}/sessions`, async (request, reply) => {
    const body = openBody.safeParse(request.body ?? {})
    if (!body.success) return badBody(reply, 'OpenSessionRequestBody')
    try {
      const { sessionName, properties } = body.data
      return await reply.send({ sessionHandle: gateway.openSession(sessionName ?? undefined, properties ?? {}) })
    } catch (error) {
      return serverSide(reply, 'Failed to open a session.', error)
    }
  })
  http.get(
    base,
    checked(async ({ params }, reply) => {
      return await handled(reply, 'Failed to getSessionConfig.', () => {
        return { properties: Object.fromEntries(gateway.session(params.session).sql.settings) }
      })
    }),
  )
  http.delete(
    base,
    checked(async ({ params }, reply) => {
      return await handled(reply, 'Failed to closeSession.', async () => {
        await gateway.closeSession(params.session)
        return { status: 'CLOSED' }
      })
    }),
  )
  http.post(
    `${base}/heartbeat`,
    checked(async ({ params }, reply) => {
      return await handled(reply, 'Failed to triggerHeartbeat.', () => (gateway.session(params.session), {}))
    }),
  )
  if (version === 'v1') return
  http.post(`${base}/configure-session`, checked(configure(gateway)))
  http.get(`${base}/complete-statement`, checked(complete(gateway)))
}

function submit(gateway: Gateway): Handler {
  return async ({ params, body: given }, reply) => {
    const body = statementBody.safeParse(given ?? {})
    if (!body.success) return badBody(reply, 'ExecuteStatementRequestBody')
    const { statement, executionConfig } = body.data
    try {
      const operation = gateway.submit(params.session, statement ?? '', executionConfig ?? {})
      return await reply.send({ operationHandle: operation.handle })
    } catch (error) {
      return serverSide(reply, 'Failed to execute statement.', error)
    }
  }
}

function configure(gateway: Gateway): Handler {
  return async ({ params, body: given }, reply) => {
    const body = statementBody.safeParse(given ?? {})
    if (!body.success) return badBody(reply, 'ConfigureSessionRequestBody')
    try {
      const statement = body.data.statement ?? ''
      checkConfigures(statement)
      await gateway.configure(params.session, statement)
      return await reply.send({})
    } catch (error) {
      return serverSide(reply, 'Failed to configure session.', error)
    }
  }
}

function complete(gateway: Gateway): Handler {
  return async ({ params, body: given }, reply) => {
    const body = completeBody.safeParse(given)
    if (!body.success) {
      return handlerError(reply, 400, 'Bad request received. Request did not conform to expected format.')
    }
    const { statement, position } = body.data
    return await handled(reply, 'Failed to completeStatement.', () => {
      return { candidates: completions(gateway.session(params.session), statement, position) }
    })
  }
}

function operationStatus(gateway: Gateway): Handler {
  return async ({ params }, reply) => {
    return await handled(reply, 'Failed to getOperationInfo.', () => {
      return { status: gateway.session(params.session).operation(params.operation).status }
    })
  }
}

function operationCancel(gateway: Gateway): Handler {
  return async ({ params }, reply) => {
    return await handled(reply, 'Failed to cancelOperation.', async () => {
      const operation = gateway.session(params.session).operation(params.operation)
      await operation.cancel()
      return { status: operation.status }
    })
  }
}

function operationClose(gateway: Gateway): Handler {
  return async ({ params }, reply) => {
    return await handled(reply, 'Failed to closeOperation.', async () => {
      await gateway.session(params.session).closeOperation(params.operation)
      return { status: 'CLOSED' }
    })
  }
}

async function handled(
  reply: FastifyReply,
  doing: string,
  work: () => object | Promise<object>,
): Promise<FastifyReply> {
  try {
    return await reply.send(await work())
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return handlerError(reply, 500, doing, error)
  }
}

/** Handles that are none are refused before anything else is looked at. */
function checked(handler: Handler): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  return async (request, reply) => {
    const { session, operation } = request.params as Partial<Names>
    if (session !== undefined && !UUID.test(session)) return badParameter(reply, 'path', 'session_handle', session)
    if (operation !== undefined && !UUID.test(operation))
      return badParameter(reply, 'path', 'operation_handle', operation)
    return await handler(request as Request, reply)
  }
}

function badParameter(
  reply: FastifyReply,
  where: 'path' | 'query',
  name: string,
  value: string | undefined,
): FastifyReply {
  const text = `Bad request, could not parse parameters: Cannot resolve ${where} parameter (${name}) from value "${value ?? ''}".`
  return handlerError(reply, 400, text)
}

function badBody(reply: FastifyReply, name: string): FastifyReply {
  return handlerError(reply, 400, `Request did not match expected format ${name}.`)
}
