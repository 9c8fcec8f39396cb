import type { FastifyInstance } from 'fastify'
import * as z from 'zod'
import { problem } from '../http/problem.ts'
import { sameSite } from '../http/same-site.ts'
import type { Inbox } from './inbox.ts'

const LIMIT_MOST = 5000

const query = z.object({
  to: z.string().max(300, 'is an address').optional(),
  limit: z.coerce
    .number(`is 1 to ${LIMIT_MOST}`)
    .int(`is 1 to ${LIMIT_MOST}`)
    .min(1, `is 1 to ${LIMIT_MOST}`)
    .max(LIMIT_MOST, `is 1 to ${LIMIT_MOST}`)
    .default(100),
})

/**
 * `GET /v1/inbox?to=&limit=` -> `{ items }`, newest first; `GET /v1/inbox/{id}`; `DELETE /v1/inbox` empties it. Errors are
 * problem documents (RFC 9457).
 */
export function inboxRoutes(http: FastifyInstance, inbox: Inbox): void {
  http.get('/v1/inbox', (request, reply) => {
    const given = query.safeParse(request.query)
    if (given.success) return { items: inbox.list(given.data.to, given.data.limit) }
    const [issue] = given.error.issues
    return problem(reply, 400, 'INVALID_QUERY', `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
  })
  http.get<{ Params: { id: string } }>('/v1/inbox/:id', ({ params }, reply) => {
    return inbox.get(params.id) ?? problem(reply, 404, 'UNKNOWN_MAIL', `there is no mail ${params.id}`)
  })
  http.delete('/v1/inbox', { preHandler: sameSite }, (_request, reply) => {
    inbox.clear()
    return reply.status(204).send()
  })
}
