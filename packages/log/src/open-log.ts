import type { Clocks, Disk, LogPort, Random } from '@millrace/kernel'
import { DiskLog } from './disk-log.ts'
import { DEFAULT_LIMITS, type LogLimits } from './limits.ts'
import type { RecoveryEvent } from './recovery/cases.ts'
import { recover } from './recovery/recover.ts'

export interface OpenLogOptions {
  /** The data directory; the caller has locked it, and closes it after the log. */
  readonly disk: Disk
  readonly clocks: Clocks
  readonly random: Random
  readonly limits?: Partial<LogLimits>
  /** Hears what recovery found, and what goes wrong later. */
  readonly log?: LogPort
  readonly onRecovery?: (event: RecoveryEvent) => void
}

/**
 * Opens the log in a directory, or begins one.
 *
 * @throws Refusal LOG_DAMAGED (what is damaged, and what to do), UNKNOWN_FORMAT (a newer version was here).
 */
export async function openLog({
  disk,
  clocks,
  random,
  limits,
  log = SILENT,
  onRecovery,
}: OpenLogOptions): Promise<DiskLog> {
  const all: LogLimits = { ...DEFAULT_LIMITS, ...limits }
  const report = (event: RecoveryEvent): void => {
    log.info({ found: event.found }, event.detail)
    onRecovery?.(event)
  }
  const recovered = await recover({ disk, limits: all, log, report })
  return new DiskLog({ disk, clocks, random, limits: all, log }, recovered)
}

const say = (): void => undefined
const SILENT: LogPort = { debug: say, info: say, warn: say, error: say }
