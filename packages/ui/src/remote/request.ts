/** What a service answered instead of what was asked for, in its own words; status 0: nothing answered. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  /** The service's stable name for it, when it gave one. */
  readonly code: string | undefined
  /** What is wrong with each field, by the field's name. */
  readonly fields: Readonly<Record<string, string>>

  constructor(status: number, message: string, more: Pick<Partial<ApiError>, 'code' | 'fields'> = {}) {
    super(message)
    this.status = status
    this.code = more.code
    this.fields = more.fields ?? {}
  }
}

export function asApiError(thrown: unknown): ApiError {
  return thrown instanceof ApiError ? thrown : new ApiError(0, String(thrown))
}

/** How a request differs from a plain GET. */
export interface Asked {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Sent as JSON. */
  readonly body?: unknown
  /** Idempotency-Key: makes it safe to send the same again. */
  readonly key?: string
  readonly signal?: AbortSignal
}

/**
 * Asks a service that answers with JSON and fails with problem details (RFC 9457).
 *
 * @throws ApiError also when nothing answers, with status 0.
 */
export async function request<T>(path: string, asked: Asked = {}): Promise<T> {
  const answer = await ask(path, asked)
  return (answer.status === 204 ? undefined : await answer.json()) as T
}

/** As `request`, for those who want to look at the answer's headers. */
export async function ask(path: string, asked: Asked = {}): Promise<Response> {
  const answer = await send(path, asked)
  if (!answer.ok) throw await failure(answer)
  return answer
}

async function send(path: string, { method = 'GET', body, key, signal }: Asked): Promise<Response> {
  const headers = {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(key !== undefined && { 'idempotency-key': key }),
  }
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }), ...(signal && { signal }) }
  try {
    return await fetch(path, init)
  } catch (error) {
    if (signal?.aborted === true) throw error
    throw new ApiError(0, 'The service does not answer. It may be starting, or the network is down.')
  }
}

interface Problem {
  readonly detail?: string
  readonly code?: string
  readonly errors?: readonly { readonly field: string; readonly message: string }[]
}

async function failure(answer: Response): Promise<ApiError> {
  const problem = (await answer.json().catch(() => ({}))) as Problem
  const fields = Object.fromEntries((problem.errors ?? []).map(({ field, message }) => [field, message]))
  return new ApiError(answer.status, problem.detail ?? `${answer.status} ${answer.statusText}`, {
    code: problem.code,
    fields,
  })
}

/** An Idempotency-Key that no other form has. */
export function newKey(): string {
  // Not randomUUID, which pages on plain HTTP do not have.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
