import { Refusal } from '@millrace/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ConsoleContext } from '../context.ts'
import { forward } from '../upstream/forward.ts'
import { gatewayProblem } from './gateway-problem.ts'

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

/** What of the gateway the pages use, and nothing else; its own paths for jobs and views begin with v1. */
const FORWARDED: readonly { readonly path: RegExp; readonly prefix: string }[] = [
  { prefix: '/v3', path: new RegExp(`^/sessions(/${UUID}(/(statements|heartbeat|complete-statement))?)?$`, 'i') },
  {
    prefix: '/v3',
    path: new RegExp(`^/sessions/${UUID}/operations/${UUID}/(result/\\d{1,15}|status|cancel|close)$`, 'i'),
  },
  { prefix: '/v1', path: /^\/jobs(\/[\w-]{1,100}(\/(stop|resume))?)?$/ },
  { prefix: '/v1', path: /^\/views\/query$/ },
]

/**
 * `/api/sql/…` is the SQL Gateway, reached through the console: under its token, from its own origin only. A GET of
 * `complete-statement` carries its body as `statement` and `position` in the query, as browsers send none.
 */
export function sqlRoutes(fastify: FastifyInstance, { options, audit }: ConsoleContext): void {
  fastify.route({
    method: ['GET', 'POST', 'DELETE'],
    url: '/api/sql/*',
    handler: async (request, reply) => {
      const path = `/${(request.params as { '*': string })['*']}`
      const found = FORWARDED.find((one) => one.path.test(path))
      if (found === undefined) throw new Refusal('NOT_FOUND', `the console forwards no ${path} to the SQL Gateway`)
      const base = options.sql?.()
      if (base === undefined) throw new Refusal('NOT_FOUND', 'there is no SQL Gateway beside this console')
      const { query, body } = input(path, request)
      const key = options.upstreamKey
      const gateway = { url: base, name: 'the SQL Gateway', key, unreachable: 'SQL_UNREACHABLE' } as const
      const passed = { method: request.method, path: found.prefix + path + query, body: jsonOf(body) }
      const answer = await forward(gateway, passed)
      const problem = answer.status >= 400 ? gatewayProblem(answer) : undefined
      const entry = audited(request.method, path, request.body)
      if (entry !== undefined) {
        const outcome = problem === undefined ? 'done' : 'refused'
        const detail = [entry.detail, problem?.detail].filter(Boolean).join(': ')
        audit.record({ ...entry, detail, at: options.clocks.domain.now(), outcome })
      }
      if (problem === undefined) return reply.send(answer.body)
      return reply.status(problem.status).type('application/problem+json').send(problem)
    },
  })
}

function input(path: string, request: FastifyRequest): { query: string; body: unknown } {
  const { statement, position } = request.query as { statement?: string; position?: string }
  if (path.endsWith('/complete-statement')) return { query: '', body: { statement, position: Number(position) } }
  if (path.includes('/result/')) return { query: '?rowFormat=PLAIN_TEXT', body: undefined }
  return { query: '', body: request.body }
}

const jsonOf = (body: unknown): string | undefined =>
  body === undefined || body === null ? undefined : JSON.stringify(body)

const STATEMENT_SHOWN = 500

/** Statements and what is done to jobs; reading, heartbeats and sessions are no changes. */
function audited(method: string, path: string, body: unknown) {
  if (method === 'POST' && path.endsWith('/statements')) {
    const { statement } = (body ?? {}) as { statement?: unknown }
    return { action: 'sql.statement', target: '', detail: String(statement ?? '').slice(0, STATEMENT_SHOWN) }
  }
  const [, , job = '', verb = 'drop'] = path.split('/')
  if (method !== 'GET' && path.startsWith('/jobs/')) return { action: `sql.job.${verb}`, target: job, detail: '' }
  return undefined
}
