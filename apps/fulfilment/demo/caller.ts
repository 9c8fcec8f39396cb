import { Fault, type LivenessClock, Refusal, pause } from '@millrace/kernel'

const EVERY_MS = 100
const MOST_MS = 30_000

/** Calls the services and prints what they answered. */
export interface Caller {
  get(service: string, path: string): Promise<Record<string, unknown>>
  send(
    method: 'POST' | 'PUT' | 'DELETE',
    service: string,
    path: string,
    body?: object,
  ): Promise<Record<string, unknown>>
  /** Asks until the answer is as wanted, and prints that one. @throws Fault when it is not within 30 s. */
  until(service: string, path: string, wanted: (answer: Record<string, unknown>) => boolean): Promise<void>
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
    return { status: answer.status, text, json: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> }
  }
  return {
    get: async (service, path) => {
      const { status, text, json } = await call('GET', service, path)
      print(`GET ${service} ${path}\n  ${status} ${text}`)
      return json
    },
    send: async (method, service, path, body) => {
      const { status, text, json } = await call(method, service, path, body)
      print(`${method} ${service} ${path} ${body === undefined ? '' : JSON.stringify(body)}\n  ${status} ${text}`)
      return json
    },
    until: async (service, path, wanted) => {
      for (let waited = 0; waited < MOST_MS; waited += EVERY_MS) {
        const { status, text, json } = await call('GET', service, path)
        if (wanted(json)) {
          print(`GET ${service} ${path}\n  ${status} ${text}`)
          return
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
