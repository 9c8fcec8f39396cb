import { untilFound } from '@millrace/client'
import { type DemoTarget, Fault, Refusal, uuidV4 } from '@millrace/kernel'

/** Calls the services, and prints what they answered. */
export interface Caller {
  /** @throws Fault STEP_FAILED when the status is another one. */
  call(method: string, service: string, path: string, expected: number, body?: object): Promise<Body>
  /** Asks until `found` gives something. @throws Fault STEP_FAILED after 20 s. */
  until<T>(what: string, found: () => Promise<T | undefined> | T | undefined): Promise<T>
  print(line: string): void
}

export type Body = Readonly<Record<string, unknown>>

const MOST_MS = 20_000

export function caller({ urls, ports, print }: Pick<DemoTarget, 'urls' | 'ports' | 'print'>): Caller {
  return {
    print,
    async call(method, service, path, expected, body) {
      const url = urls[service]
      if (url === undefined) throw new Refusal('MISSING_URL', `the demo needs the URL of ${service}`)
      const type = body === undefined ? {} : { 'content-type': 'application/json' }
      const answer = await fetch(url + path, {
        method,
        headers: { ...type, ...(method === 'POST' && { 'idempotency-key': uuidV4(ports.random) }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      if (answer.status !== expected)
        throw new Fault('STEP_FAILED', `${method} ${url}${path} answered ${answer.status}: ${text}`)
      return JSON.parse(text) as Body
    },
    until: (what, found) => untilFound(ports.clocks, what, found, { mostMs: MOST_MS }),
  }
}
