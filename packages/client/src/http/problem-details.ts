import { Fault, Refusal, messageOf, type LogPort } from '@millrace/kernel'
import type { FastifyError, FastifyInstance } from 'fastify'
import { Problem, sendProblem, type FieldError, type ProblemDetails } from './problem.ts'

/** Status and title of the refusals that an app throws, by code; others are 400. */
export type RefusalStatus = Readonly<Record<string, { readonly status: number; readonly title: string }>>

const TITLES: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'Body too large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Unsupported media type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'Not JSON',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'Body missing',
}

/**
 * Every error of the server, and every path that is not served, as problem details. A `Problem` is sent as it is, a
 * `Refusal` as `refusals` says, a `Fault` as 503 with Retry-After, anything else as 500 without its text.
 */
export function problemDetails(
  app: FastifyInstance,
  options: { readonly log: LogPort; readonly refusals?: RefusalStatus },
): void {
  app.setErrorHandler((error: FastifyError | Error, request, reply) => {
    const details = detailsOf(error, options.refusals ?? {})
    if (details.status >= 500) {
      options.log.error({ method: request.method, path: pathOf(request.url), reason: messageOf(error) }, details.title)
    }
    if (details.status === 503) void reply.header('retry-after', '1')
    return sendProblem(reply, details)
  })
  app.setNotFoundHandler((request, reply) => {
    const detail = `${request.method} ${pathOf(request.url)} is not served here`
    return sendProblem(reply, { status: 404, title: 'Not found', detail })
  })
}

const pathOf = (url: string): string => (url.split('?')[0] ?? '').slice(0, 200)

function detailsOf(error: FastifyError | Error, refusals: RefusalStatus): ProblemDetails {
  if (error instanceof Problem) return error.details
  const { code } = error as { code?: string }
  if (error instanceof Refusal) {
    const { status, title } = refusals[error.code] ?? { status: 400, title: 'Refused' }
    return { status, title, detail: error.message, code: error.code }
  }
  if (error instanceof Fault) {
    const detail = `${error.message}; it may work in a moment`
    return { status: 503, title: 'Not available for the moment', detail, code: error.code }
  }
  const { statusCode: status = 500, validation } = error as FastifyError
  if (validation !== undefined)
    return { status: 400, title: 'Invalid fields', detail: error.message, errors: validation.map(fieldOf) }
  if (error instanceof SyntaxError)
    return { status: 400, title: 'Not JSON', detail: `the body is refused: ${error.message}` }
  if (status < 500) return { status, title: TITLES[code ?? ''] ?? 'Bad request', detail: error.message }
  return { status: 500, title: 'Internal error', detail: 'the service failed; its log says how' }
}

function fieldOf({
  instancePath,
  message = 'is wrong',
  params,
}: NonNullable<FastifyError['validation']>[number]): FieldError {
  const missing = params['missingProperty']
  const steps = [...instancePath.split('/').slice(1), ...(typeof missing === 'string' ? [missing] : [])]
  return { field: steps.join('.'), message: typeof missing === 'string' ? 'is missing' : message }
}
