import type { ServerResponse } from 'node:http'
import { type Clocks, Refusal, type Timer } from '@millrace/kernel'
import type { FastifyInstance, FastifyReply } from 'fastify'
import * as z from 'zod'
import type { Gateway } from '../gateway/gateway.ts'
import { logicalType } from '../results/logical-type.ts'
import type { View, ViewChanges } from '../views/view.ts'
import { answered, problem } from './problem.ts'

const queryBody = z.object({ sql: z.string().min(1) })
const KINDS = ['INSERT', 'UPDATE_BEFORE', 'UPDATE_AFTER', 'DELETE'] as const

/** A comment so often keeps proxies from closing a quiet stream. */
const HEARTBEAT_MS = 15_000
/** A browser that takes nothing is let go when so much waits for it; it begins anew with the rows of then. */
const WAITING_BYTES = 1_000_000

export interface Watchers {
  /** Ends all streams. */
  close(): void
}

/**
 * Ours, beside Flink's: what a query over shared tables gives now (`POST /v1/views/query {"sql"}`), and how that changes,
 * as server-sent events (`GET /v1/views/stream?sql=…`): first `rows` with all there are, then `changes`.
 */
export function viewRoutes(http: FastifyInstance, gateway: Gateway, clocks: Clocks): Watchers {
  const open = new Set<ServerResponse>()
  http.post('/v1/views/query', (request, reply) => {
    return answered(reply, async () => contentOf(await gateway.views.get(sqlOf(request.body)), clocks))
  })
  http.get('/v1/views/stream', async (request, reply) => {
    try {
      if (open.size >= gateway.limits.watcherCount) {
        throw new Refusal('SQL_LIMIT', `${open.size} streams are open, and that is the most`)
      }
      const view = await gateway.views.get(sqlOf(request.query))
      return stream(reply, view, clocks, open)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return problem(reply, error)
    }
  })
  return {
    close: () => {
      for (const response of open) response.end()
    },
  }
}

function sqlOf(given: unknown): string {
  const body = queryBody.safeParse(given)
  if (!body.success) throw new Refusal('INVALID_REQUEST', 'say the query: {"sql": "SELECT …"}')
  return body.data.sql
}

function contentOf(view: View, { domain }: Clocks): object {
  const columns = view.columns.map(({ name, type }) => ({ name, logicalType: logicalType(type) }))
  return { columns, rows: view.rows(), at: new Date(domain.now()).toISOString() }
}

function stream(reply: FastifyReply, view: View, clocks: Clocks, open: Set<ServerResponse>): FastifyReply {
  const first = contentOf(view, clocks)
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  open.add(raw)
  let heartbeat: Timer | undefined
  const send = (event: string, data: object): void => {
    raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    if (raw.writableLength > WAITING_BYTES) raw.end()
  }
  const beat = (): void => {
    heartbeat = clocks.liveness.timerIn(HEARTBEAT_MS, () => {
      raw.write(': still here\n\n')
      beat()
    })
  }
  const leave = view.listen({
    changes: (changes) => send('changes', { changes: changes.map(wireChange) }),
    over: (reason) => {
      send('over', reason === undefined ? {} : { code: reason.code, detail: reason.message })
      raw.end()
    },
  })
  raw.once('close', () => {
    heartbeat?.cancel()
    leave()
    open.delete(raw)
  })
  send('rows', first)
  beat()
  return reply
}

function wireChange({ kind, fields }: ViewChanges[number]): object {
  return { kind: KINDS[kind], fields }
}
