import type { Problem } from '../../contract/overview.ts'

/** What the API answered instead of data; `problem` says what was wrong and, for bad input, in which fields. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

const offline: Problem = {
  type: 'about:blank',
  title: 'No answer',
  status: 0,
  detail: "The console's server does not answer. Is it still running?",
  code: 'OFFLINE',
}

/** One request to the console's own server. @throws ApiError */
export async function request<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new ApiError(offline)
  })
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok)
    throw new ApiError(
      isProblem(answer)
        ? answer
        : { ...offline, status: response.status, detail: `The server answered ${response.status}`, code: 'HTTP' },
    )
  return answer as T
}

function isProblem(answer: unknown): answer is Problem {
  return typeof answer === 'object' && answer !== null && 'detail' in answer && 'code' in answer
}

export const get = <T>(path: string, signal?: AbortSignal) => request<T>('GET', path, undefined, signal)

/** The text of anything that a query or a mutation threw. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The message for one field of a form, when the API found fault with it. */
export function fieldError(error: unknown, field: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined
  return error.problem.errors?.find((one) => one.field === field || one.field === `body.${field}`)?.message
}
