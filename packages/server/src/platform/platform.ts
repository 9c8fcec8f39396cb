import type { DomainClock, VirtualClock } from '@millrace/kernel'

/** A platform that runs. */
export interface Platform {
  /** Directory of everything durable, absolute; `memory` when nothing is kept. */
  readonly data: string
  /** `http://host:port` of the console, health, metrics and clock. */
  readonly console: string
  /** The console's address with the token of this data directory, to be opened in a browser. */
  readonly consoleLink: string
  /** `host:port` of the Kafka protocol. */
  readonly kafka: string
  /** `host:port` of the Zeebe gateway. */
  readonly zeebe: string
  /** `http://host:port` of CloudEvents, brokers and triggers. */
  readonly events: string
  /** `http://host:port` of the SQL Gateway. */
  readonly sql: string
  /** `smtp://host:port` of the mail inbox. */
  readonly smtp: string
  /** URL of each service of each system. */
  readonly apps: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** URL of each system's front page. */
  readonly fronts: Readonly<Record<string, string>>
  readonly clock: DomainClock | VirtualClock
  /** Takes nothing new, finishes what is under way, makes everything durable. Safe to call twice. */
  stop(): Promise<void>
}
