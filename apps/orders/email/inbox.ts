import { bearerHeader } from '@millrace/client'
import { problem } from '@millrace/client/http'
import { messageOf } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

const ANSWER_MS = 5000

const limitQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).catch(100) })

/**
 * `GET /inbox?limit=`: what the platform's inbox received, so that the page beside the mails that were sent can show both.
 * Where mail goes to a real server there is no inbox: 404.
 */
export function inboxRoutes(app: FastifyInstance, inboxUrl: string | undefined, token?: string): void {
  app.get('/inbox', async ({ query }, reply) => {
    if (inboxUrl === undefined)
      throw problem(404, 'No inbox', 'mail goes to a real server, whose inboxes cannot be read here', {
        code: 'NO_INBOX',
      })
    const { limit } = limitQuery.parse(query)
    const answer = await received(inboxUrl, token, limit)
    return reply.type('application/json').send(answer)
  })
}

async function received(inboxUrl: string, token: string | undefined, limit: number): Promise<string> {
  try {
    const answer = await fetch(new URL(`/v1/inbox?limit=${limit}`, inboxUrl), {
      headers: bearerHeader(token),
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    if (answer.ok) return await answer.text()
    throw new Error(`it answered ${answer.status}`)
  } catch (error) {
    throw problem(503, 'Inbox unreachable', `the platform's inbox does not answer: ${messageOf(error)}`, {
      code: 'INBOX_UNREACHABLE',
    })
  }
}
