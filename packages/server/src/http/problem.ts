import type { FastifyReply } from 'fastify'

/** How a listener's protocol says no. */
export type Refuse = (reply: FastifyReply, status: number, code: string, text: string) => FastifyReply

interface Reply {
  status(code: number): this
  type(type: string): this
  send(body: unknown): this
}

/** Answers with a problem document (RFC 9457) that carries a code for programs. */
export function problem<T extends Reply>(reply: T, status: number, code: string, detail: string): T {
  const body = { type: 'about:blank', title: code, status, detail, code }
  return reply.status(status).type('application/problem+json').send(body)
}
