import { Refusal, messageOf } from '@millrace/kernel'
import type { FastifyReply } from 'fastify'

const GATEWAY = 'org.apache.flink.table.gateway.api.utils.SqlGatewayException'
const EXECUTION = 'org.apache.flink.table.gateway.service.utils.SqlExecutionException'
const HANDLER = 'org.apache.flink.runtime.rest.handler.RestHandlerException'

/** Java's names of what a statement can fail with. */
const CLASSES: Readonly<Record<string, string>> = {
  SQL_PARSE: 'org.apache.flink.table.api.SqlParserException',
  SQL_VALIDATION: 'org.apache.flink.table.api.ValidationException',
  SQL_UNSUPPORTED: 'org.apache.flink.table.api.TableException',
  SQL_RUNTIME: 'org.apache.flink.table.api.TableRuntimeException',
  SQL_LIMIT: 'java.lang.IllegalArgumentException',
  SQL_CONFIGURE: 'java.lang.UnsupportedOperationException',
  JOB_NOT_FOUND: 'org.apache.flink.runtime.messages.FlinkJobNotFoundException',
  UNEXPECTED_TOKEN: EXECUTION,
}

/** Refusals of the gateway itself, that no statement is to blame for. */
const OWN: ReadonlySet<string> = new Set([
  'SESSION_NOT_FOUND',
  'OPERATION_NOT_FOUND',
  'CANNOT_FETCH',
  'INVALID_STATUS',
  'UNEXPECTED_TOKEN',
])

function line(name: string, text: string): string {
  return `${name}: ${text}`
}

function causes(doing: string, error: unknown, operation: string | undefined): string[] {
  const code = error instanceof Refusal ? error.code : ''
  const cause = line(CLASSES[code] ?? (OWN.has(code) ? GATEWAY : 'java.lang.RuntimeException'), messageOf(error))
  const execution = operation !== undefined && !OWN.has(code)
  if (execution && code === 'SQL_RUNTIME') {
    // As Flink tells that a job has failed while its rows were fetched.
    return [
      line(GATEWAY, doing),
      line(EXECUTION, 'Error while retrieving result.'),
      line('java.lang.RuntimeException', 'Failed to fetch next result'),
      line('org.apache.flink.runtime.client.JobExecutionException', 'Job execution failed.'),
      cause,
    ]
  }
  return [
    line(GATEWAY, doing),
    ...(execution ? [line(EXECUTION, `Failed to execute the operation ${operation}.`)] : []),
    cause,
  ]
}

/** Flink's SQL client shows the last cause up to its first frame, so there is one. */
const FRAME = '\n\tat millrace.gateway(statement)'

/**
 * An error as Flink's gateway shapes it, with one of Java's frames: status 500, `{"errors": ["Internal server error.",
 * "<Exception on server side: … >"]}`. The code and the place in the statement stand in headers, too, for programs.
 */
export function serverSide(reply: FastifyReply, doing: string, error: unknown, operation?: string): FastifyReply {
  const chain = causes(doing, error, operation)
  if (doing === FETCH) chain.unshift(line(GATEWAY, chain[0] ?? ''))
  const text = `<Exception on server side:\n${chain.join('\nCaused by: ')}${FRAME}\n\nEnd of exception on server side>`
  return withPlace(reply, error)
    .status(500)
    .send({ errors: ['Internal server error.', text] })
}

export const FETCH = 'Failed to fetchResults.'

/** An error of a handler: one entry, with the status given. */
export function handlerError(reply: FastifyReply, status: number, doing: string, error?: unknown): FastifyReply {
  const chain = [line(HANDLER, doing), ...(error === undefined ? [] : causes(doing, error, undefined))]
  return withPlace(reply, error)
    .status(status)
    .send({ errors: [`${chain.join('\nCaused by: ')}\n`] })
}

function withPlace(reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof Refusal)) return reply
  const [, atLine, column] = /at line (\d+), column (\d+)/.exec(error.message) ?? []
  if (atLine !== undefined && column !== undefined) {
    reply.header('x-millrace-error-line', atLine).header('x-millrace-error-column', column)
  }
  return reply.header('x-millrace-error-code', error.code)
}
