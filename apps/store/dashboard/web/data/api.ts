/** What a service or the dashboard answered instead of what was asked for, in its own words. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  /** The wrong fields by name. */
  readonly fields: Readonly<Record<string, string>>
  constructor(status: number, message: string, fields: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.fields = fields
  }
}

export function asApiError(thrown: unknown): ApiError {
  return thrown instanceof ApiError ? thrown : new ApiError(0, String(thrown))
}

export const messageOf = (thrown: unknown): string => asApiError(thrown).message

export interface Page<Row> {
  readonly rows: readonly Row[]
  /** Rows that match, on this page or not. */
  readonly total: number
}

/** @throws ApiError also when nothing answers, with status 0. */
export async function read<T>(path: string, signal: AbortSignal): Promise<T> {
  return (await (await ask(path, { signal })).json()) as T
}

export async function readPage<Row>(path: string, signal: AbortSignal): Promise<Page<Row>> {
  const answer = await ask(path, { signal })
  const rows = (await answer.json()) as readonly Row[]
  return { rows, total: Number(answer.headers.get('x-total-count') ?? rows.length) }
}

/** @param key makes it safe to send the same form again */
export async function create<T>(plural: string, body: object, key: string): Promise<T> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key }
  return (await (await ask(`/api/${plural}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as T
}

export async function remove(plural: string, id: string): Promise<void> {
  await ask(`/api/${plural}/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  let answer: Response
  try {
    answer = await fetch(path, init)
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw new ApiError(0, 'The dashboard does not answer. It may be starting, or the network is down.')
  }
  if (answer.ok) return answer
  throw await failure(answer)
}

interface Problem {
  readonly detail?: string
  readonly errors?: readonly { readonly field: string; readonly message: string }[]
}

async function failure(answer: Response): Promise<ApiError> {
  const problem = (await answer.json().catch(() => ({}))) as Problem
  const fields = Object.fromEntries((problem.errors ?? []).map(({ field, message }) => [field, message]))
  return new ApiError(answer.status, problem.detail ?? `${answer.status} ${answer.statusText}`, fields)
}

/** A key that no other form has. */
export function newKey(): string {
  // Not randomUUID, which pages on plain HTTP do not have.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Decimals of the wire as whole minor units. */
export const cents = (amount: number): number => Math.round(amount * 100)
