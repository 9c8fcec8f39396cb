import { request } from 'node:http'
import { Refusal } from '@millrace/kernel'

/** What the console passes requests on to. */
export interface Upstream {
  /** `http://host:port` */
  readonly url: string
  /** As an operator knows it: "the SQL Gateway". */
  readonly name: string
  /** Code of the refusal when it does not answer. */
  readonly unreachable: 'SQL_UNREACHABLE' | 'EVENTS_UNREACHABLE'
}

export interface Forwarded {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: unknown
}

export interface Passed {
  readonly method: string
  /** With its query. */
  readonly path: string
  /** Sent as it is. */
  readonly body?: string | undefined
  readonly contentType?: string
}

/** What an upstream may take for one answer, ms: a page of rows comes within a tenth of a second. */
const ANSWER_MS = 30_000
const ANSWER_BYTES = 64 << 20

/**
 * One call to an upstream. Not by `fetch`: the SQL Gateway's completion is a GET with a body.
 *
 * @throws Refusal SQL_UNREACHABLE, EVENTS_UNREACHABLE
 */
export function forward({ url, name, unreachable }: Upstream, passed: Passed): Promise<Forwarded> {
  const { method, path, body, contentType = 'application/json' } = passed
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      reject(new Refusal(unreachable, `${name} at ${url} does not answer: ${error.message}`))
    }
    const payload = body === undefined ? undefined : Buffer.from(body)
    const headers = payload && { 'content-type': contentType, 'content-length': payload.length }
    const call = request(url + path, { method, timeout: ANSWER_MS, ...(headers && { headers }) }, (answer) => {
      const chunks: Buffer[] = []
      let bytes = 0
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > ANSWER_BYTES) call.destroy(new Error(`an answer of more than ${ANSWER_BYTES} bytes`))
        else chunks.push(chunk)
      })
      answer.on('error', fail)
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: parsed(Buffer.concat(chunks)) })
      })
    })
    call.on('timeout', () => call.destroy(new Error(`no answer within ${ANSWER_MS} ms`)))
    call.on('error', fail)
    call.end(payload)
  })
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return null
  }
}
