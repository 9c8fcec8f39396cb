import { untilFound } from '@millrace/client'
import { type DemoTarget, Fault, Refusal, uuidV4 } from '@millrace/kernel'

export type Body = Readonly<Record<string, unknown>>

export interface Step {
  readonly body?: object
  /** The token of an admission. */
  readonly token?: string
}

/** Calls the services, moves the clock, and prints what was answered. */
export interface Caller {
  /** @throws Fault STEP_FAILED when the status is another one. */
  call(method: string, service: string, path: string, expected: number, step?: Step): Promise<Body>
  /** The clock of the platform moves on. */
  pass(seconds: number): Promise<void>
  /** Asks until `found` gives something. @throws Fault STEP_FAILED after 20 s. */
  until<T>(what: string, found: () => Promise<T | undefined> | T | undefined): Promise<T>
  print(line: string): void
}

const MOST_MS = 20_000

export function caller({ urls, ports, print, clock }: DemoTarget): Caller {
  const ask = async (method: string, url: string, expected: number, { body, token }: Step = {}): Promise<Body> => {
    const answer = await fetch(url, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(method === 'POST' && { 'idempotency-key': uuidV4(ports.random) }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (answer.status === expected) return text === '' ? {} : (JSON.parse(text) as Body)
    throw new Fault('STEP_FAILED', `${method} ${url} answered ${answer.status}: ${text}`)
  }
  return {
    print,
    call: (method, service, path, expected, step) => {
      const url = urls[service]
      if (url === undefined) throw new Refusal('MISSING_URL', `the demo needs the URL of ${service}`)
      return ask(method, url + path, expected, step)
    },
    async pass(seconds) {
      if (clock === undefined) throw new Refusal('MISSING_URL', 'the demo needs a platform with a virtual clock')
      await ask('POST', `${clock}/v1/clock/advance`, 200, { body: { ms: seconds * 1000 } })
      print(`   … ${seconds} seconds pass`)
    },
    until: (what, found) => untilFound(ports.clocks, what, found, { mostMs: MOST_MS }),
  }
}
