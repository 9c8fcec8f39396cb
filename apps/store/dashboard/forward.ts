import { Fault, messageOf } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'

const ANSWER_TIMEOUT_MS = 15_000

export interface ForwardPorts {
  /** The services' URLs by the path of their collection: `{ products: 'http://127.0.0.1:9995' }`. */
  readonly services: Readonly<Record<string, string>>
  /** Resolves when the dashboard's model has what was acknowledged before the call. */
  readonly current: () => Promise<void>
}

/**
 * Lets the page create and delete: passes the request on to the service whose collection it is, and its answer back
 * when the dashboard's own model has the change.
 */
export function forwardRoutes(app: FastifyInstance, { services, current }: ForwardPorts): void {
  for (const [plural, url] of Object.entries(services)) {
    app.route<{ Params: { id?: string } }>({
      method: ['POST', 'DELETE'],
      url: `/api/${plural}/:id?`,
      handler: async ({ method, params, body, headers }, reply) => {
        const key = headers['idempotency-key']
        const path = params.id === undefined ? plural : `${plural}/${encodeURIComponent(params.id)}`
        const answer = await ask(`${url}/${path}`, {
          method,
          headers: {
            ...(typeof key === 'string' && { 'idempotency-key': key }),
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        })
        if (answer.status < 400) await current()
        return reply.code(answer.status).type(answer.type).send(answer.text)
      },
    })
  }
}

async function ask(url: string, init: RequestInit): Promise<{ status: number; type: string; text: string }> {
  try {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) })
    const text = await answer.text()
    return { status: answer.status, type: answer.headers.get('content-type') ?? 'application/json', text }
  } catch (error) {
    throw new Fault('SERVICE_UNREACHABLE', `${new URL(url).origin} does not answer: ${messageOf(error)}`, {
      cause: error,
    })
  }
}
