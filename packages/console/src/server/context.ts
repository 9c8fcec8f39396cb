import type { AuditLog } from './audit.ts'
import type { KafkaConnection, LazyConnection } from './kafka/connection.ts'
import type { LiveHub } from './live/hub.ts'
import type { ConsoleOptions } from './options.ts'
import type { LazyEngine } from './processes/engine.ts'

/** What the console is made of. */
export interface ConsoleContext {
  options: ConsoleOptions
  connection: LazyConnection
  engine: LazyEngine
  audit: AuditLog
  live: LiveHub
}

/** What a route works with: the same, connected. */
export interface ConnectedContext extends ConsoleContext {
  kafka: KafkaConnection
}
