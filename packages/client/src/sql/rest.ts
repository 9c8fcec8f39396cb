import { Fault, Refusal, messageOf } from '@millrace/kernel'
import { z } from 'zod'
import { bearerHeader } from '../config/variables.ts'
import type { SqlSettings } from './settings.ts'

/** Version of the REST API that is spoken: the first with row formats; Flink 1.17 and later have it. */
const VERSION = 'v2'
const ERROR_CHARS = 2000

const failure = z.object({ errors: z.array(z.string()).min(1) })

/** Calls of the SQL Gateway's REST API (Flink documentation, "REST Endpoint"). */
export class SqlRest {
  readonly #settings: SqlSettings

  constructor(settings: SqlSettings) {
    this.#settings = settings
  }

  /**
   * `path` is below the version, or one that the gateway gave as `nextResultUri`, which has the version.
   *
   * @throws Refusal SQL_REFUSED with the gateway's words; Fault SQL_GATEWAY_UNREACHABLE.
   */
  async call<T>(method: string, path: string, schema: z.ZodType<T>, body?: object, signal?: AbortSignal): Promise<T> {
    const { url, token, requestTimeoutMs } = this.#settings
    const limit = AbortSignal.timeout(requestTimeoutMs)
    const address = url + (/^\/v\d+\//u.test(path) ? path : `/${VERSION}${path}`)
    const answer = await fetch(address, {
      method,
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      headers: { ...bearerHeader(token), ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      signal?.throwIfAborted()
      throw unreachable(url, messageOf(error), error)
    })
    const given: unknown = await answer.json().catch(() => undefined)
    if (!answer.ok) throw refusal(url, answer.status, given)
    const read = schema.safeParse(given)
    if (read.success) return read.data
    throw unreachable(
      url,
      `it answers ${method} ${path} as no SQL Gateway does: ${read.error.issues[0]?.message ?? ''}`,
    )
  }
}

function refusal(url: string, status: number, given: unknown): Error {
  const read = failure.safeParse(given)
  if (!read.success) return unreachable(url, `it answers ${status} without a reason`)
  return new Refusal('SQL_REFUSED', reasonOf(read.data.errors).slice(0, ERROR_CHARS))
}

/** The innermost reason of what may be a Java stack trace: the last `Caused by`, else the last text. */
function reasonOf(errors: readonly string[]): string {
  const text = errors.at(-1) ?? ''
  const causes = text.match(/^Caused by: .*$/gmu)
  const line = causes?.at(-1)?.replace(/^Caused by: /u, '') ?? text.replace(/^<Exception on server side:\n/u, '')
  return (causes === null ? (line.split(/\n\s+at /u)[0] ?? line) : line)
    .replace(/^[\w.$]+(?:Exception|Error): /u, '')
    .trim()
}

function unreachable(url: string, reason: string, cause?: unknown): Fault {
  return new Fault('SQL_GATEWAY_UNREACHABLE', `no SQL Gateway at ${url} (FLINK_SQL_GATEWAY): ${reason}`, { cause })
}
