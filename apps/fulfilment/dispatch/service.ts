import { createHash, timingSafeEqual } from 'node:crypto'
import { checked, problem } from '@millrace/client/http'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { steps } from '../business/steps.ts'
import { fulfilmentService } from '../service.ts'
import { startAnswering } from './answering.ts'
import { CommandsStore } from './commands-store.ts'

const bodySchema = z.object({
  event_type: z.string().min(1, 'is missing').max(100),
  client_payload: z.record(z.string(), z.json()).default({}),
})

/**
 * The services behind `repository_dispatch`: `POST /repos/{owner}/{repo}/dispatches` takes a command and answers 204 when
 * it is durable; the answer follows as a message to the process. `GET /dispatches` shows them, `POST
 * /dispatches/{id}/resend` answers one again, `PUT` and `DELETE /holds/{event_type}` hold answers back and let them go.
 */
export const startDispatch = fulfilmentService('dispatch', ({ app, settings, ports, database, zeebe }) => {
  const commands = new CommandsStore(settings.DATA_DIR)
  const context = { database, clock: ports.clocks.domain }
  const messageTtlMs = settings.FULFILMENT_MESSAGE_TTL_MS
  const answering = startAnswering({ commands, context, zeebe, messageTtlMs, ports })
  app.post<{ Params: { owner: string; repo: string } }>('/repos/:owner/:repo/dispatches', (request, reply) => {
    mustHold(settings.FULFILMENT_GITHUB_TOKEN, request.headers.authorization)
    const { owner, repo } = request.params
    if (`${owner}/${repo}` !== settings.FULFILMENT_REPO) throw problem(404, 'Not Found', `there is no ${owner}/${repo}`)
    const { event_type, client_payload } = checked(bodySchema, request.body)
    commands.accept(event_type, client_payload)
    answering.wake()
    return reply.code(204).send()
  })
  operatorRoutes(app, commands, () => answering.wake())
  return async () => {
    await answering.stop()
    commands.close()
  }
})

function operatorRoutes(app: FastifyInstance, commands: CommandsStore, wake: () => void): void {
  app.get('/dispatches', () => ({ dispatches: commands.list() }))
  app.post<{ Params: { id: string } }>('/dispatches/:id/resend', ({ params: { id } }, reply) => {
    if (!/^\d{1,15}$/u.test(id) || !commands.again(Number(id)))
      throw problem(404, 'Not Found', `there is no dispatch ${id}`)
    wake()
    return reply.code(202).send({ id: Number(id), state: 'waiting' })
  })
  app.get('/holds', () => ({ holds: commands.holds() }))
  app.put<{ Params: { type: string } }>('/holds/:type', ({ params: { type } }, reply) => {
    if (!Object.hasOwn(steps, type))
      throw problem(404, 'Not Found', `${type} is none of ${Object.keys(steps).join(', ')}`)
    commands.hold(type)
    return reply.code(204).send()
  })
  app.delete<{ Params: { type: string } }>('/holds/:type', ({ params: { type } }, reply) => {
    commands.release(type)
    wake()
    return reply.code(204).send()
  })
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

function mustHold(token: string, authorization: string | undefined): void {
  const given = /^(?:Bearer|token) (.+)$/iu.exec(authorization ?? '')?.[1] ?? ''
  if (timingSafeEqual(digest(given), digest(token))) return
  throw problem(401, 'Bad credentials', 'authorization must be "Bearer " and the token of this repository')
}
