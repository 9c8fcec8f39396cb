import { setTimeout as sleep } from 'node:timers/promises'

export interface Answer {
  readonly status: number
  readonly body: unknown
}

const GIVE_UP_AFTER_MS = 60_000
const PAUSE_MS = 50

/**
 * Asks until the service gives an answer of its own: a service that is being killed refuses the connection, breaks it, or
 * says 5xx. The same Idempotency-Key each time.
 */
export async function patient(method: string, url: string, body?: object, key?: string): Promise<Answer> {
  const deadline = performance.now() + GIVE_UP_AFTER_MS
  let last = 'nothing'
  while (performance.now() < deadline) {
    try {
      const headers = { ...(body && { 'content-type': 'application/json' }), ...(key && { 'idempotency-key': key }) }
      const init = { method, headers, signal: AbortSignal.timeout(10_000), ...(body && { body: JSON.stringify(body) }) }
      const response = await fetch(url, init)
      const text = await response.text()
      if (response.status < 500) return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
      last = `${response.status} ${text}`
    } catch (thrown) {
      last = String(thrown)
    }
    await sleep(PAUSE_MS)
  }
  throw new Error(`${method} ${url} had no answer for ${GIVE_UP_AFTER_MS} ms; the last was ${last}`)
}
