import { untilFound } from '@millrace/client'
import { type DemoTarget, Fault, Refusal, uuidV4 } from '@millrace/kernel'

/** Calls the services, moves the clock, and waits for what comes of it. */
export interface Caller {
  /** @throws Fault STEP_FAILED when the status is another one. */
  call<T>(method: string, path: string, expected: number, body?: object): Promise<T>
  /** Asks until `found` gives something; a virtual clock moves on meanwhile. @throws Fault STEP_FAILED after 120 s. */
  until<T>(what: string, found: () => Promise<T | undefined> | T | undefined): Promise<T>
  print(line: string): void
}

const MOST_MS = 120_000
const STEP_MS = 500

/** A caller of the web application; its customer stays logged in. */
export function caller({ urls, ports, print, clock }: Pick<DemoTarget, 'urls' | 'ports' | 'print' | 'clock'>): Caller {
  const webapp = urls['webapp']
  if (webapp === undefined) throw new Refusal('MISSING_URL', 'the demo needs the URL of webapp')
  let cookie = ''
  return {
    print,
    async call<T>(method: string, path: string, expected: number, body?: object): Promise<T> {
      const type = body === undefined ? {} : { 'content-type': 'application/json' }
      const key = method === 'POST' ? { 'idempotency-key': uuidV4(ports.random) } : {}
      const answer = await fetch(webapp + path, {
        method,
        headers: { ...type, ...key, cookie },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      if (answer.status !== expected)
        throw new Fault('STEP_FAILED', `${method} ${path} answered ${answer.status}: ${text}`)
      cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie
      return JSON.parse(text) as T
    },
    until: (what, found) =>
      untilFound(ports.clocks, what, found, {
        mostMs: MOST_MS,
        between: clock === undefined ? undefined : () => advance(clock),
      }),
  }
}

async function advance(clock: string): Promise<void> {
  const answer = await fetch(`${clock}/v1/clock/advance`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ms: STEP_MS }),
  })
  if (!answer.ok) throw new Fault('STEP_FAILED', `the clock answers ${answer.status}: ${await answer.text()}`)
}
