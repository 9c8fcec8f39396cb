import type { Clocks, Environment, LogPort, Random } from '@millrace/kernel'

/** What the platform is lent by the process that runs it. */
export interface PlatformPorts {
  readonly clocks: Clocks
  readonly random: Random
  readonly log: LogPort
  /** Variables that the systems may read. */
  readonly environment: Environment
}
