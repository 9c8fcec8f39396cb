import { request } from 'node:http'
import { Refusal } from '@millrace/kernel'

/** What the console passes requests on to. */
export interface Upstream {
  /** `http://host:port` */
  readonly url: string
  /** As an operator knows it: "the SQL Gateway". */
  readonly name: string
  /** Code of the refusal when it does not answer. */
  /** A bearer key, where it asks for one. */
  readonly key?: string | undefined
  readonly unreachable: 'SQL_UNREACHABLE' | 'EVENTS_UNREACHABLE' | 'HISTORY_UNREACHABLE'
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
  /** What the answer is read as; JSON unless told otherwise. */
  readonly as?: 'json' | 'text'
}

/** What an upstream may take for one answer, ms: a page of rows comes within a tenth of a second. */
const ANSWER_MS = 30_000
const ANSWER_BYTES = 64 << 20

/**
 * One call to an upstream. Not by `fetch`: the SQL Gateway's completion is a GET with a body.
 *
 * @throws Refusal SQL_UNREACHABLE, EVENTS_UNREACHABLE, HISTORY_UNREACHABLE
 */
export function forward({ url, name, key, unreachable }: Upstream, passed: Passed): Promise<Forwarded> {
  const { method, path, body, contentType = 'application/json', as = 'json' } = passed
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      reject(new Refusal(unreachable, `${name} at ${url} does not answer: ${error.message}`))
    }
    const payload = body === undefined ? undefined : Buffer.from(body)
    const headers = {
      ...(payload && { 'content-type': contentType, 'content-length': payload.length }),
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    }
    const call = request(url + path, { method, timeout: ANSWER_MS, headers }, (answer) => {
      const chunks: Buffer[] = []
      let bytes = 0
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > ANSWER_BYTES) call.destroy(new Error(`an answer of more than ${ANSWER_BYTES} bytes`))
        else chunks.push(chunk)
      })
      answer.on('error', fail)
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({
          status: answer.statusCode ?? 502,
          headers: answer.headers,
          body: as === 'text' ? text : parsed(text),
        })
      })
    })
    call.on('timeout', () => call.destroy(new Error(`no answer within ${ANSWER_MS} ms`)))
    call.on('error', fail)
    call.end(payload)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
