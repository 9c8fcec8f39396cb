import { Fault, type LivenessClock, Refusal, pause } from '@millrace/kernel'

const EVERY_MS = 100
const MOST_MS = 30_000

export type Answer = Readonly<Record<string, unknown>>

/** Says which part of an answer the reader is shown. */
export type Shown = (answer: Answer) => readonly string[]

/** Calls the services and prints what they answered. */
export interface Caller {
  get(service: string, path: string, shown: Shown): Promise<Answer>
  send(method: 'POST' | 'PUT' | 'DELETE', service: string, path: string, body?: object, shown?: Shown): Promise<Answer>
  /** Asks until the answer is as wanted, and prints that one. @throws Fault when it is not within 30 s. */
  until(service: string, path: string, wanted: (answer: Answer) => boolean, shown: Shown): Promise<Answer>
  print(line: string): void
}

export function caller(
  urls: Readonly<Record<string, string>>,
  liveness: LivenessClock,
  print: (line: string) => void,
): Caller {
  const call = async (method: string, service: string, path: string, body?: object) => {
    const url = `${urlOf(urls, service)}${path}`
    const json = body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const answer = await fetch(url, { method, ...json })
    const text = await answer.text()
    if (!answer.ok) throw new Fault('STEP_FAILED', `${method} ${url} answered ${answer.status}: ${text}`)
    return { status: answer.status, json: (text === '' ? {} : JSON.parse(text)) as Answer }
  }
  const tell = (asked: string, status: number, lines: readonly string[]): void => {
    const [first = '', ...more] = lines
    print(`${asked}  ->  ${status} ${first}`.trimEnd())
    for (const line of more) print(`  ${line}`)
  }
  return {
    print,
    get: async (service, path, shown) => {
      const { status, json } = await call('GET', service, path)
      tell(`GET ${service} ${path}`, status, shown(json))
      return json
    },
    send: async (method, service, path, body, shown = () => []) => {
      const { status, json } = await call(method, service, path, body)
      const given = body === undefined ? '' : ` ${JSON.stringify(body)}`
      tell(`${method} ${service} ${path}${given}`, status, shown(json))
      return json
    },
    until: async (service, path, wanted, shown) => {
      for (let waited = 0; waited < MOST_MS; waited += EVERY_MS) {
        const { status, json } = await call('GET', service, path)
        if (wanted(json)) {
          tell(`GET ${service} ${path}`, status, shown(json))
          return json
        }
        await pause(liveness, EVERY_MS)
      }
      throw new Fault('STEP_FAILED', `${service} ${path} did not come to what was expected within ${MOST_MS} ms`)
    },
  }
}

function urlOf(urls: Readonly<Record<string, string>>, service: string): string {
  const url = urls[service]
  if (url === undefined)
    throw new Refusal('MISSING_URL', `the demo needs the URL of the fulfilment system's ${service}`)
  return url
}
