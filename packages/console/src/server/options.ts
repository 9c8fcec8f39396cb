import type { Clocks } from '@millrace/kernel'
import type { BaseOptions } from '@platformatic/kafka'
import type { AppLink, PlatformStats } from '../contract/overview.ts'
import type { AuditLog } from './audit.ts'

/** How the console reaches the engine: the Kafka protocol and nothing else. */
export interface KafkaSettings {
  /** `host:port`, at least one. */
  bootstrapBrokers: string[]
  tls?: NonNullable<BaseOptions['tls']>
  sasl?: NonNullable<BaseOptions['sasl']>
}

export interface ConsoleOptions {
  kafka: KafkaSettings
  /** The first-run token, 32 characters or more; `newConsoleToken()` makes one. Whoever has it may do everything. */
  token: string
  clocks: Clocks
  /** Names besides the loopback ones under which browsers may reach the console (without a port). */
  hosts?: readonly string[]
  /** What the platform tells about itself; absent on a foreign Kafka. */
  stats?: () => PlatformStats | Promise<PlatformStats>
  /** The systems that run beside it. */
  apps?: () => readonly AppLink[] | Promise<readonly AppLink[]>
  /** URL of the SQL Gateway beside it, when there is one. */
  sql?: () => string | undefined
  /** Where everything that is changed here is written down; a ring of the last thousand entries when absent. */
  audit?: AuditLog
  /** The built pages; `dist` of this package when absent. */
  assets?: string
  log?: { warn: (fields: object, message: string) => void }
}
