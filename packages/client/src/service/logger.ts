import type { LogPort } from '@millrace/kernel'
import { destination, pino } from 'pino'

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof LEVELS)[number]

/** Names of fields whose values never reach a log line. */
const SECRETS = ['password', 'secret', 'token', 'authorization', 'cookie', 'apiKey', 'credentials']

export const logLevels: readonly string[] = LEVELS

/** Structured log: one JSON line on stderr per message, written before it returns. */
export function serviceLog(name: string, level: LogLevel = 'info'): LogPort {
  const paths = SECRETS.flatMap((field) => [field, `*.${field}`])
  const redact = { paths, censor: '[secret]' }
  return pino(
    { name, level, redact, base: { name }, formatters: { level: (label) => ({ level: label }) } },
    destination({ fd: 2, sync: true }),
  )
}
