import { problem } from '@millrace/client/http'
import { messageOf } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import { steps } from '../business/steps.ts'
import type { HeldService } from '../contract/desk.ts'

const TIMEOUT_MS = 10_000

/**
 * `GET /services`: which services' answers are held back; `PUT` and `DELETE /services/{event_type}/hold` change it. Dispatch
 * does it; a page may ask only the service that it came from.
 */
export function holdRoutes(app: FastifyInstance, dispatch: string): void {
  app.get('/services', async (): Promise<{ services: HeldService[] }> => {
    const { holds } = (await (await ask(dispatch, 'GET', '/holds')).json()) as { holds: readonly string[] }
    return { services: Object.keys(steps).map((eventType) => ({ eventType, isHeld: holds.includes(eventType) })) }
  })
  for (const method of ['PUT', 'DELETE'] as const) {
    app.route<{ Params: { type: string } }>({
      method,
      url: '/services/:type/hold',
      handler: async ({ params: { type } }, reply) => {
        if (!Object.hasOwn(steps, type)) throw problem(404, 'Service not found', `nobody serves ${type}`)
        await ask(dispatch, method, `/holds/${type}`)
        return reply.code(204).send()
      },
    })
  }
}

async function ask(dispatch: string, method: string, path: string): Promise<Response> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const answer = await fetch(dispatch + path, { method, signal }).catch((error: unknown) => {
    throw problem(503, 'Dispatch is away', `the service behind ${dispatch} does not answer: ${messageOf(error)}`)
  })
  if (!answer.ok) throw problem(502, 'Dispatch refused', `${path} was answered ${answer.status}`)
  return answer
}
