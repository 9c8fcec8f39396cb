import type { Problem } from '../../contract/overview.ts'
import type { Forwarded } from '../upstream/forward.ts'

/** What the SQL Gateway said no to: a problem that names the place in the statement, where there is one. */
export interface SqlProblem extends Problem {
  line?: number
  column?: number
}

/** The gateway's error is a chain of Java exceptions in one text; the last cause, up to its frames, is the one that helps. */
export function gatewayProblem({ status, headers, body }: Forwarded): SqlProblem {
  if (isProblem(body)) return body
  const code = String(headers['x-millrace-error-code'] ?? 'SQL_GATEWAY')
  const line = Number(headers['x-millrace-error-line'])
  const column = Number(headers['x-millrace-error-column'])
  return {
    type: 'about:blank',
    title: 'The SQL Gateway refused',
    status,
    detail: lastCause(body) ?? `the SQL Gateway answered ${status}`,
    code,
    ...(line > 0 && column > 0 ? { line, column } : {}),
  }
}

function isProblem(body: unknown): body is SqlProblem {
  return typeof body === 'object' && body !== null && 'detail' in body && 'code' in body
}

function lastCause(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('errors' in body) || !Array.isArray(body.errors)) return undefined
  const text = String(body.errors.at(-1))
    .replace(/^<Exception on server side:\s*/, '')
    .replace(/\s*End of exception on server side>$/, '')
  const cause = text.split('\nCaused by: ').at(-1) ?? text
  const [told = ''] = cause.split('\n\tat ')
  return told.replace(/^[\w.$]+(Exception|Error): /, '').trim()
}
