import type { Socket } from 'node:net'
import {
  type AuditLog,
  type ConsoleOptions,
  type KafkaSettings,
  consolePlugin,
  hasSession,
  memoryAuditLog,
} from '@millrace/console'
import { type History, historyRoutes } from '@millrace/history'
import type { KafkaServer } from '@millrace/kafka'
import type { Log } from '@millrace/log'
import { isDenied } from '@millrace/security'
import { Fault, messageOf } from '@millrace/kernel'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { zeebeCredentials } from '../security/environment.ts'
import { keyRoutes } from '../security/key-routes.ts'
import { consoleNeeds } from '../security/needs.ts'
import { oauthRoutes } from '../security/oauth-routes.ts'
import type { Security } from '../security/start.ts'
import { DemoProcesses } from '../apps/demos.ts'
import type { AppsHost } from '../apps/host.ts'
import type { PlatformClock } from '../clock/platform-clock.ts'
import { backupRoutes } from '../backup/routes.ts'
import { clockRoutes } from '../clock/routes.ts'
import type { Config } from '../config/config.ts'
import type { PlatformPorts } from '../platform/options.ts'
import type { Inbox } from '../inbox/inbox.ts'
import { inboxRoutes } from '../inbox/routes.ts'
import { healthRoutes } from './health.ts'
import { platformMetrics } from './metrics.ts'
import { overviewOf } from './overview.ts'

/** The console, health, metrics and clock: one listener. */
export interface HttpServer {
  /** `http://host:port` */
  readonly url: string
  /** Takes over a connection that somebody else has accepted. */
  readonly accept: (socket: Socket) => void
  /** From here on `/health/ready` says yes. */
  ready(): void
  stop(): Promise<void>
}

export interface HttpInput {
  readonly config: Config
  readonly ports: PlatformPorts
  readonly clock: PlatformClock
  readonly log: Log
  readonly kafka: KafkaServer
  /** `host:port` of Kafka. */
  readonly address: string
  readonly token: string
  /** Names that browsers reach the console by, besides loopback's. */
  readonly hosts: readonly string[]
  readonly security: Security
  readonly apps: AppsHost
  readonly inbox: Inbox
  readonly processes: { readonly history: History; /** `host:port` */ readonly address: string }
  readonly sql: { readonly url: string }
  readonly events: { readonly url: string }
}

const BODY_BYTES = 4_000_000

/**
 * @throws Fault LISTEN_FAILED when the port is taken.
 */
export async function startHttp(input: HttpInput): Promise<HttpServer> {
  const { config, ports, clock, log, kafka, security } = input
  const http = fastify({ bodyLimit: BODY_BYTES, forceCloseConnections: 'idle' })
  const metrics = platformMetrics({ log: () => log.stats(), kafkaConnections: () => kafka.stats().connections })
  const state = { accepting: false }
  const admits = (request: FastifyRequest): boolean => hasSession(request, input.token)
  const guard = security.guard({ listener: 'console', needs: consoleNeeds, admits })
  if (guard !== undefined) http.addHook('onRequest', guard)
  const tellsReasons = !config.auth
  healthRoutes(http, { faults: () => faultsOf(input), accepting: () => state.accepting, tellsReasons })
  http.get('/metrics', async (_request, reply) => {
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  clockRoutes(http, clock)
  backupRoutes(http, { log, clocks: clock.clocks, token: input.token, report: ports.log })
  inboxRoutes(http, input.inbox)
  keyRoutes(http, security)
  oauthRoutes(http, security, ports.random)
  historyRoutes(http, input.processes.history)
  const demos = new DemoProcesses(clock.clocks.liveness)
  await http.register(consolePlugin, {
    demos,
    kafka: { bootstrapBrokers: [input.address], ...saslOf(security) },
    token: input.token,
    hosts: input.hosts,
    clocks: clock.clocks,
    log: ports.log,
    ...keysOf(security),
    audit: auditOf(security),
    sql: () => input.sql.url,
    events: () => input.events.url,
    processes: () => ({
      gateway: { ZEEBE_ADDRESS: input.processes.address, ...zeebeCredentials(security.own, url) },
      search: url,
    }),
    ...overviewOf(input, metrics),
  })
  const url = await listen(http, config)
  return {
    url,
    accept: (socket) => void http.server.emit('connection', socket),
    ready: () => {
      state.accepting = true
    },
    stop: async () => {
      state.accepting = false
      demos.stop()
      metrics.stop()
      clock.followers.close()
      await http.close()
    },
  }
}

/** The console reaches Kafka as one of the platform's own parts. */
function saslOf({ own }: Security): Pick<KafkaSettings, 'sasl'> {
  if (own === undefined) return {}
  const { name: username, password } = own.user
  return { sasl: { mechanism: 'SCRAM-SHA-256', username, password } }
}

/** What is changed in the console is in its own list, and in the platform's audit. */
function auditOf({ audit }: Security): AuditLog {
  const own = memoryAuditLog()
  return {
    record: (entry) => {
      own.record(entry)
      const { at, action, target, outcome } = entry
      audit.record({ at, who: 'console', action, target, outcome: outcome === 'done' ? 'done' : 'refused' })
    },
    recent: (limit) => own.recent(limit),
  }
}

/** The console takes keys of the platform beside its own token, and has one for its upstreams. */
function keysOf({ authority, answers, own }: Security): Pick<ConsoleOptions, 'admits' | 'upstreamKey'> {
  return {
    upstreamKey: own?.key,
    admits: async (bearer, { method, ip }, { raw }) => {
      const access = await authority.byBearer(bearer, { listener: 'console', from: ip })
      if (isDenied(access)) return false
      answers.keep(raw, access)
      return access.allows('platform', 'console', method === 'GET' || method === 'HEAD' ? 'read' : 'manage')
    },
  }
}

async function listen(http: FastifyInstance, { host, console: port }: Config): Promise<string> {
  try {
    return await http.listen({ host, port })
  } catch (thrown) {
    const text = `cannot serve the console on ${host}:${port} (--console): ${messageOf(thrown)}`
    throw new Fault('LISTEN_FAILED', text, { cause: thrown })
  }
}

/** What does not work, in words. */
function faultsOf({ log, apps }: HttpInput): readonly string[] {
  const stats = log.stats()
  const faults = apps.failures.map((failure) => `${failure.app} ${failure.service}: ${failure.message}`)
  if (stats.state === 'full') faults.push('the disk is full: writes are refused, reads go on')
  if (stats.state === 'stopped') faults.push('the log has stopped after a failed fsync: restart to recover')
  if (stats.offlinePartitions.length > 0)
    faults.push(`${stats.offlinePartitions.length} partitions are offline for damage`)
  return faults
}
