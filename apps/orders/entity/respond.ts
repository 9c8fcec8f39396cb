import type { FastifyReply } from 'fastify'
import { type Answer, bodyOf } from './answer.ts'

/** Sends what a command came to. @throws Problem when it was refused. */
export function answerWith(reply: FastifyReply, answer: Answer): FastifyReply {
  if (answer.replayed === true) void reply.header('idempotent-replayed', 'true')
  const body = bodyOf(answer)
  return reply.code(answer.kind === 'done' ? answer.status : 200).send(body)
}

type Listen<S> = { onChange(listener: (state: S) => void): () => void }

/** A stream's present state, then each change of it. */
export function openState<S, W>(
  entities: Listen<S>,
  send: (event: string, data: unknown) => void,
  event: string,
  now: S,
  wire: (state: S) => W,
  isIt: (state: S) => boolean,
): () => void {
  send(event, wire(now))
  return entities.onChange((state) => {
    if (isIt(state)) send(event, wire(state))
  })
}
