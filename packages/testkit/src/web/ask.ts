export interface Asked<T> {
  readonly status: number
  readonly headers: Headers
  readonly body: T
}

/** One request with a JSON body, and its JSON answer. */
export async function ask<T = Record<string, unknown>>(
  method: string,
  url: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Asked<T>> {
  const json = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  const answer = await fetch(url, { method, headers: { ...type, ...headers }, ...json })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, body: (text === '' ? undefined : JSON.parse(text)) as T }
}
