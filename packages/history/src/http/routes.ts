import { Fault, Refusal } from '@millrace/kernel'
import type { FastifyInstance, FastifyReply } from 'fastify'
import * as z from 'zod'
import type { History } from '../history.ts'
import { type ResourceName, resources } from '../search/resources.ts'
import { type Statistics, elementsOf, instancesByVersion } from '../search/statistics.ts'

const keyed = z.object({ key: z.coerce.number().int().nonnegative() })
/** In an answer that is not whole: how many events were durable when it was asked, and are not in it. */
const BEHIND = 'millrace-events-behind'

/**
 * `POST /v2/<resource>/search { filter, sort, page }` -> `{ items, page }` for every resource, in the shapes of Camunda's
 * API: keys as text, times as ISO 8601. `GET /v2/process-definitions/:key/xml` gives the deployed file,
 * `GET /v2/variables/:key` a value that lists cut short; statistics count what runs.
 */
export function historyRoutes(http: FastifyInstance, history: History): void {
  for (const name of Object.keys(resources) as ResourceName[]) {
    http.post(`/v2/${name}/search`, (request, reply) =>
      answered(reply, async () => {
        const { behind, ...found } = await history.search(name, request.body ?? undefined)
        return told(reply, behind).send(found)
      }),
    )
  }
  http.post('/v2/process-definitions/statistics/process-instances-by-version', (_request, reply) =>
    answered(reply, () => counted(history, reply, instancesByVersion)),
  )
  http.post('/v2/process-definitions/:key/statistics/element-instances', (request, reply) =>
    answered(reply, () => counted(history, reply, elementsOf(keyOf(request.params, 'process definition')))),
  )
  http.get('/v2/process-definitions/:key/xml', (request, reply) =>
    answered(reply, async () => {
      const sql =
        'SELECT r.content AS content FROM definitions d JOIN resources r ON r.key = d.resourceKey WHERE d.key = ?'
      const { content } = await one(history, sql, request.params, 'process definition')
      return reply.type('text/xml; charset=utf-8').send(Buffer.from(content as Uint8Array))
    }),
  )
  http.get('/v2/variables/:key', (request, reply) =>
    answered(reply, async () => {
      const sql = `SELECT v.*, coalesce(d.tenantId, '<default>') AS tenantId FROM variables v
        LEFT JOIN instances i ON i.key = v.instanceKey LEFT JOIN definitions d ON d.key = i.definitionKey WHERE v.key = ?`
      const { key, name, value, scopeKey, instanceKey, tenantId } = await one(history, sql, request.params, 'variable')
      const [variableKey, processInstanceKey] = [String(key), String(instanceKey)]
      return { variableKey, name, value, scopeKey: String(scopeKey), processInstanceKey, tenantId, isTruncated: false }
    }),
  )
}

const told = (reply: FastifyReply, behind: number): FastifyReply =>
  behind === 0 ? reply : reply.header(BEHIND, String(behind))

async function counted(history: History, reply: FastifyReply, { query, item }: Statistics): Promise<FastifyReply> {
  const { rows, behind } = await history.query([query])
  const items = (rows[0] ?? []).map(item)
  return told(reply, behind).send({ items, page: { totalItems: items.length, hasMoreTotalItems: false } })
}

function keyOf(parameters: unknown, what: string): number {
  const asked = keyed.safeParse(parameters)
  if (!asked.success) throw new Refusal('INVALID_SEARCH', `the key of a ${what} is digits`)
  return asked.data.key
}

async function one(history: History, sql: string, parameters: unknown, what: string) {
  const key = keyOf(parameters, what)
  const { rows } = await history.query([{ sql, values: [key] }])
  const [row] = rows[0] ?? []
  if (row === undefined) throw new Refusal('NOT_FOUND', `there is no ${what} with key ${key}`)
  return row
}

/** What is refused is told as a problem document (RFC 9457). */
async function answered<T>(reply: FastifyReply, work: () => Promise<T>): Promise<T | FastifyReply> {
  try {
    return await work()
  } catch (thrown) {
    if (!(thrown instanceof Refusal || thrown instanceof Fault)) throw thrown
    const status = thrown instanceof Fault ? 503 : thrown.code === 'NOT_FOUND' ? 404 : 400
    const body = { type: 'about:blank', title: thrown.code, status, detail: thrown.message, code: thrown.code }
    return reply.status(status).type('application/problem+json').send(body)
  }
}
