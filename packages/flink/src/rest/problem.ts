import { Refusal } from '@millrace/kernel'
import type { FastifyReply } from 'fastify'

const STATUS: Readonly<Record<string, number>> = { JOB_NOT_FOUND: 404, JOB_RUNNING: 409, SQL_LIMIT: 429 }

/** Answers with what `work` gives; with a problem document (RFC 9457) when it is refused. */
export async function answered(reply: FastifyReply, work: () => object | Promise<object>): Promise<FastifyReply> {
  try {
    return await reply.send(await work())
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return problem(reply, error)
  }
}

/** The place in the statement is told in fields of its own, where the text names one. */
export function problem(reply: FastifyReply, { code, message }: Refusal): FastifyReply {
  const status = STATUS[code] ?? 400
  const [, line, column] = /at line (\d+), column (\d+)/.exec(message) ?? []
  const place = line === undefined ? {} : { line: Number(line), column: Number(column) }
  const body = { type: 'about:blank', title: code, status, detail: message, code, ...place }
  return reply.status(status).type('application/problem+json').send(JSON.stringify(body))
}
