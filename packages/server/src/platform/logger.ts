import type { LogPort } from '@millrace/kernel'
import { type Logger, pino } from 'pino'

/** Structured log, one JSON line each on stderr: stdout belongs to the data. */
export function createLogger(level: string, name = 'millrace'): LogPort {
  const logger: Logger = pino(
    { level, name, base: { name }, redact: ['*.token', '*.password', '*.authorization', '*.cookie'] },
    pino.destination({ dest: 2, sync: true }),
  )
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  }
}
