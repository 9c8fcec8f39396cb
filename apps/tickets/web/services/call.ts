import { Problem } from '@millrace/client/http'
import { Fault, messageOf } from '@millrace/kernel'
import type { ServiceName } from '../view.ts'

const ANSWER_MS = 5000
const CODE_CHARACTERS = 60

/** A service that did not answer, or not with sense: what was asked may or may not have been done. */
export class SilentService extends Fault {
  readonly service: ServiceName
  /** For the log; a customer is told nothing of addresses. */
  readonly reason: string

  constructor(service: ServiceName, reason: string) {
    super(`${service.toUpperCase()}_SILENT`, `the service ${service} does not answer, and nothing is lost`)
    this.service = service
    this.reason = reason
  }
}

export interface Call {
  readonly method?: 'GET' | 'POST'
  readonly body?: object
  readonly headers?: Readonly<Record<string, string | undefined>>
}

/** How one of the other services is asked. */
export type Caller = <T>(path: string, call?: Call) => Promise<T>

/**
 * Asks a service that answers with JSON.
 *
 * @throws Problem what the service refused, in its own words (below 500); SilentService for everything else
 */
export function callerOf(service: ServiceName, url: string): Caller {
  return async <T>(path: string, { method = 'GET', body, headers = {} }: Call = {}) => {
    const answer = await sent(service, `${url}${path}`, {
      method,
      headers: definedOnly({ ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) }),
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_MS),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text().catch((error: unknown) => silent(service, messageOf(error)))
    const value = parsed(text)
    if (answer.ok && value !== undefined) return value as T
    if (answer.status >= 400 && answer.status < 500) throw refusal(answer.status, value)
    return silent(service, `${answer.status} ${text.slice(0, 200)}`)
  }
}

async function sent(service: ServiceName, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? `: ${messageOf(error.cause)}` : ''
    return silent(service, `${messageOf(error)}${cause}`)
  }
}

function silent(service: ServiceName, reason: string): never {
  throw new SilentService(service, reason)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

interface GivenProblem {
  readonly title?: unknown
  readonly detail?: unknown
  readonly code?: unknown
  readonly errors?: readonly { readonly field: string; readonly message: string }[]
  readonly soldOut?: unknown
  readonly available?: unknown
}

/** The service's problem as ours: the page shows its words and marks its fields. */
function refusal(status: number, value: unknown): Problem {
  const given = (typeof value === 'object' && value !== null ? value : {}) as GivenProblem
  const { soldOut, available } = given
  return new Problem({
    status,
    title: textOr(given.title, 'Refused'),
    detail: textOr(given.detail, 'the service gave no reason'),
    code: textOr(given.code, 'REFUSED').slice(0, CODE_CHARACTERS),
    ...(Array.isArray(given.errors) && { errors: given.errors }),
    extensions: { ...(soldOut !== undefined && { soldOut }), ...(available !== undefined && { available }) },
  })
}

const textOr = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise)

const definedOnly = (headers: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== undefined))
