import { Fault, type LogPort, messageOf } from '@millrace/kernel'
import { type FastifyError, type FastifyInstance, fastify } from 'fastify'
import { type Problem, sendProblem } from './problem.ts'

const BODY_BYTES_MOST = 16 * 1024
const REQUEST_TIMEOUT_MS = 30_000
const PATH_SEGMENT_CHARACTERS_MOST = 300

/** An HTTP server whose every error is problem details. It takes JSON bodies only. */
export function httpServer(log: LogPort): FastifyInstance {
  const app = fastify({
    bodyLimit: BODY_BYTES_MOST,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: PATH_SEGMENT_CHARACTERS_MOST },
  })
  // Text would let a page of another origin post without asking first.
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemOf(error)
    if (problem.status >= 500)
      log.error({ method: request.method, url: request.url, error: messageOf(error) }, problem.title)
    if (problem.status === 503) reply.header('retry-after', '1')
    return sendProblem(reply, problem)
  })
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, {
      status: 404,
      title: 'Not found',
      detail: `${request.method} ${pathOf(request.url)} is not served here`,
    }),
  )
  return app
}

const pathOf = (url: string): string => (url.split('?')[0] ?? url).slice(0, 200)

/** Fastify's codes, and what each tells the client. */
const KNOWN: Readonly<Record<string, Omit<Problem, 'status'>>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { title: 'Body too large', detail: `a body has at most ${BODY_BYTES_MOST} bytes` },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    title: 'Unsupported media type',
    detail: 'a body is JSON, sent with Content-Type: application/json',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: { title: 'Not JSON', detail: 'the body is not JSON' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { title: 'Body missing', detail: 'the body must be a JSON object, and it is empty' },
}

function problemOf(error: FastifyError): Problem {
  const status = error.statusCode ?? 500
  const known = KNOWN[error.code]
  if (known !== undefined) return { status, ...known }
  if (error instanceof Fault)
    return {
      status: 503,
      title: 'The log does not answer',
      detail: `${error.message}; nothing is known to be lost, try again`,
    }
  if (error instanceof SyntaxError)
    return { status: 400, title: 'Not JSON', detail: `the body is refused: ${error.message}` }
  if (status < 500) return { status, title: 'Bad request', detail: error.message }
  return { status: 500, title: 'Internal error', detail: 'the service failed; its log says how' }
}
