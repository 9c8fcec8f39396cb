import type { Job, JobOutcome } from '@millrace/client/zeebe'
import { Fault, Refusal, messageOf } from '@millrace/kernel'
import { type Sources, filled } from './template.ts'

const TIMEOUT_MS = 60_000
const RETRY_MS = 1000
const LAST_RETRY_MS = 6000
const ANSWER_CHARS_MOST = 100_000
const REASON_CHARS_MOST = 300
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

export interface HttpSecrets {
  /** By name; filled into the url and the authorization only. */
  readonly values: Readonly<Record<string, string>>
  /** Origins (`http://host:port`) that secrets may be sent to. */
  readonly origins: readonly string[]
}

/**
 * A job of type `CAMUNDA-HTTP`. Headers: `url`, `method` (GET without it), `errorCodePath`. Variables: `authorization`,
 * `body` (sent as JSON). `{{X}}` is filled in from headers, variables, then secrets. 2xx completes the job with
 * `statusCode` and `body`; any other answer fails it with one retry less, or throws the BPMN error whose code stands at
 * `errorCodePath` (`error.code`) of the answer. That a service of this system is away costs no retry.
 */
export async function httpJob(job: Job, secrets: HttpSecrets): Promise<JobOutcome> {
  const hidden = (text: string): string =>
    Object.values(secrets.values).reduce((shown, secret) => shown.replaceAll(secret, '[secret]'), text)
  try {
    const answer = await send(requestOf(job, secrets))
    if (answer.status >= 200 && answer.status < 300) {
      return { kind: 'completed', variables: { statusCode: answer.status, body: answer.body } }
    }
    const message = hidden(
      `${job.headers['url']} answered ${answer.status}: ${answer.text.slice(0, REASON_CHARS_MOST)}`,
    )
    const code = errorCode(answer.body, job.headers['errorCodePath'])
    return code === undefined ? failed(job, message) : { kind: 'error', code, message }
  } catch (error) {
    const outcome = failed(job, hidden(messageOf(error)))
    if (error instanceof Fault) return { ...outcome, retries: job.retries, backoffMs: RETRY_MS }
    // What the model has wrong is not mended by trying again.
    return error instanceof Refusal ? { ...outcome, retries: 0 } : outcome
  }
}

/** The last try waits longest: a service that was started again should be there by then. */
function failed(job: Job, message: string) {
  const retries = Math.max(0, job.retries - 1)
  return { kind: 'failed', retries, message, backoffMs: retries > 1 ? RETRY_MS : LAST_RETRY_MS } as const
}

interface HttpRequest {
  readonly url: string
  readonly init: RequestInit
  /** Secrets may be sent there: it is a service of this system. */
  readonly isTrusted: boolean
}

function requestOf({ headers, variables }: Job, secrets: HttpSecrets): HttpRequest {
  const open: Sources = [headers, variables]
  const all: Sources = [...open, secrets.values]
  const { url: address, method = 'GET' } = headers
  if (address === undefined) throw new Refusal('MISSING_HEADER', 'the task needs a header url')
  if (!METHODS.includes(method.toUpperCase())) {
    throw new Refusal('WRONG_METHOD', `${method} is none of ${METHODS.join(', ')}`)
  }
  const url = filled(address, all)
  const { origin, protocol } = URL.parse(url) ?? { origin: '', protocol: '' }
  if (protocol !== 'http:' && protocol !== 'https:') throw new Refusal('WRONG_URL', 'the header url is no http(s) URL')
  // Elsewhere a secret stays a placeholder without a value: a model cannot send it to an address of its choice.
  const trusted = secrets.origins.includes(origin)
  const { authorization, body } = variables
  return {
    url,
    isTrusted: trusted,
    init: {
      method: method.toUpperCase(),
      headers: {
        accept: 'application/json',
        ...(typeof authorization === 'string' && { authorization: filled(authorization, trusted ? all : open) }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    },
  }
}

async function send({ url, init, isTrusted }: HttpRequest): Promise<{ status: number; text: string; body: unknown }> {
  const answer = await fetch(url, init).catch((error: unknown) => {
    const text = `${new URL(url).origin} does not answer: ${messageOf(error)}`
    // The system's own service will be back; for how long another is away nobody knows.
    throw isTrusted ? new Fault('SERVICE_AWAY', text) : new Error(text)
  })
  const text = await answer.text()
  if (text.length > ANSWER_CHARS_MOST)
    throw new Refusal('ANSWER_TOO_LONG', `the answer has over ${ANSWER_CHARS_MOST} characters`)
  return { status: answer.status, text, body: jsonOf(text) }
}

function jsonOf(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

function errorCode(body: unknown, path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  const found = path.split('.').reduce<unknown>((value, name) => {
    const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    return isObject ? (value as Record<string, unknown>)[name] : undefined
  }, body)
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined
}
