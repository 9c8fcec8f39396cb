import type { AuditLog } from './audit.ts'
import type { KafkaConnection } from './kafka/connection.ts'
import type { LiveHub } from './live/hub.ts'
import type { ConsoleOptions } from './options.ts'

/** What every route works with. */
export interface ConsoleContext {
  options: ConsoleOptions
  kafka: KafkaConnection
  audit: AuditLog
  live: LiveHub
}
