import type { Clocks } from '@millrace/kernel'
import type { BaseOptions } from '@platformatic/kafka'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AppLink, DemoRun, PlatformStats } from '../contract/overview.ts'
import type { AuditLog } from './audit.ts'
import type { ProcessEngine } from './processes/engine.ts'

/** How the console reaches the engine: the Kafka protocol and nothing else. */
export interface KafkaSettings {
  /** `host:port`, at least one. */
  bootstrapBrokers: string[]
  tls?: NonNullable<BaseOptions['tls']>
  sasl?: NonNullable<BaseOptions['sasl']>
}

/** Journeys through the systems, each on a platform of its own. */
export interface Demos {
  /** @throws Refusal DEMO_RUNNING */
  start(app: string): void
  of(app: string): DemoRun | undefined
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
  /** Starts journeys through the systems; without it no button offers one. */
  demos?: Demos
  /** Other bearers than the token that are let in: keys of the platform. */
  admits?: (bearer: string, request: FastifyRequest, reply: FastifyReply) => Promise<boolean>
  /** Bearer key for what stands beside it. */
  upstreamKey?: string | undefined
  /** URL of the SQL Gateway beside it, when there is one. */
  sql?: () => string | undefined
  /** URL of the CloudEvents ingress and its API beside it, when there is one. */
  events?: () => string | undefined
  /** The process engine beside it, when there is one. */
  processes?: () => ProcessEngine | undefined
  /** Where everything that is changed here is written down; a ring of the last thousand entries when absent. */
  audit?: AuditLog
  /** The built pages; `dist` of this package when absent. */
  assets?: string
  log?: { warn: (fields: object, message: string) => void }
}
