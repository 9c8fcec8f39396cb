import { request } from 'node:http'
import { Refusal } from '@millrace/kernel'

export interface Forwarded {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: unknown
}

/** What the gateway may take for one answer, ms: a page of rows comes within a tenth of a second. */
const ANSWER_MS = 30_000
const ANSWER_BYTES = 64 << 20

/**
 * One call to the SQL Gateway. Not by `fetch`: the gateway's completion is a GET with a body.
 *
 * @throws Refusal SQL_UNREACHABLE
 */
export function forward(base: string, method: string, path: string, body: unknown): Promise<Forwarded> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      reject(new Refusal('SQL_UNREACHABLE', `the SQL Gateway at ${base} does not answer: ${error.message}`))
    }
    const payload = body === undefined || body === null ? undefined : Buffer.from(JSON.stringify(body))
    const headers = payload && { 'content-type': 'application/json', 'content-length': payload.length }
    const call = request(base + path, { method, timeout: ANSWER_MS, ...(headers && { headers }) }, (answer) => {
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
