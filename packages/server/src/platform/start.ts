import type { Socket } from 'node:net'
import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Broker, openBroker } from '@millrace/broker'
import type { Environment } from '@millrace/kernel'
import { type Address, type KafkaServer, startKafkaServer } from '@millrace/kafka'
import { AppsHost } from '../apps/host.ts'
import { freePort } from '../apps/free-port.ts'
import type { AppManifest } from '../apps/messages.ts'
import { planServices } from '../apps/plan.ts'
import { selectApps } from '../apps/registry.ts'
import { PlatformClock } from '../clock/platform-clock.ts'
import type { Config } from '../config/config.ts'
import { startHttp } from '../http/server.ts'
import { consoleToken } from './console-token-file.ts'
import { ownCredentials } from '../security/environment.ts'
import { type Security, startSecurity } from '../security/start.ts'
import type { Authority } from '@millrace/security'
import type { Certificate } from '../tls/certificate.ts'
import { type Listener, behindTls, certificateOf, startFronts } from '../tls/fronts.ts'
import type { PlatformPorts } from './options.ts'
import type { Platform } from './platform.ts'
import { type Storage, openStorage } from './storage.ts'
import { startInbox } from '../inbox/start.ts'
import { startEvents } from '../events/start.ts'
import { startProcesses } from '../processes/start.ts'
import { startSql } from '../sql/start.ts'

/**
 * Starts the whole platform and resolves when every listener answers. What was started is stopped again when a later
 * part fails.
 *
 * @throws Refusal INVALID_CONFIGURATION; Fault when the data directory is in use or damaged, or a port is taken.
 */
export async function startPlatform(told: Config, ports: PlatformPorts): Promise<Platform> {
  await using parts = new AsyncDisposableStack()
  const certificate = certificateOf(told, ports.log)
  parts.defer(() => certificate?.stop())
  const config = behindTls(told, certificate)
  const data = config.data === 'memory' ? 'memory' : resolve(config.data)
  if (data !== 'memory') await mkdir(data, { recursive: true })
  const clock = new PlatformClock(config.clock, ports.clocks)
  const { clocks } = clock
  const apps = new AppsHost({
    apps: selectApps(config.apps),
    logLevel: config.logLevel,
    log: ports.log,
    liveness: clocks.liveness,
  })
  parts.defer(() => apps.stop())
  const { log, broker } = await openLogAndBroker(config, { ...ports, clocks }, { data, clock, parts })
  const token = await consoleToken(data, ports.random)
  const hosts = hostsOf(told, certificate)
  const security = await startSecurity(config, ports, { log, data, token, hosts })
  parts.defer(() => security.stop())
  const advertise = certificate === undefined ? advertised(told) : undefined
  const kafka = await startKafka(config, { ...ports, clocks }, { broker, authority: security.asked, advertise })
  parts.defer(() => kafka.stop())
  const address = addressText(kafka.address)
  const processes = await startProcesses(config, { ...ports, clocks }, log, data, security.asked)
  parts.defer(() => processes.stop())
  clock.drainWith(() => processes.idle())
  const events = await startEvents(config, { ...ports, clocks }, broker, security)
  parts.defer(() => events.stop())
  clock.drainWith(() => events.idle())
  const sql = await startSql(config, { ...ports, clocks }, broker, address, security)
  parts.defer(() => sql.stop())
  clock.drainWith(() => sql.idle())
  const inbox = await startInbox(config, ports, () => clocks.domain.now(), security.own?.user)
  parts.defer(() => inbox.stop())
  const http = await startHttp({
    config,
    ports,
    clock,
    log,
    kafka,
    address,
    token,
    hosts,
    security,
    apps,
    inbox: inbox.mails,
    processes,
    sql,
    events,
  })
  parts.defer(() => http.stop())
  // The systems stop first: they finish on a platform that still works.
  parts.defer(() => apps.stop())
  const where = { kafka: address, zeebe: processes.address, clockUrl: http.url, data }
  await runApps(apps, config, environmentOf(ports, { inbox, events, sql, http, security }), where)
  http.ready()
  const inside = { kafka: address, zeebe: processes.address, events: events.url, sql: sql.url, console: http.url }
  const outside =
    certificate && (await openFronts(told, certificate, { kafka, processes, events, sql, http }, ports, parts))
  const addresses = { ...inside, ...outside, smtp: inbox.url }
  return runningPlatform({ data, addresses, token, apps, clock, parts: parts.move() })
}

async function openLogAndBroker(
  config: Config,
  ports: PlatformPorts,
  {
    data,
    clock,
    parts,
  }: { readonly data: string; readonly clock: PlatformClock; readonly parts: AsyncDisposableStack },
): Promise<{ readonly log: Storage['log']; readonly broker: Broker }> {
  const { log, volume, close } = await openStorage(data, ports)
  parts.defer(close)
  clock.drainWith(() => log.flush())
  // Retention and compaction that an advance sets off are done when it resolves.
  clock.drainWith(() => log.cleaned())
  const broker = await openBroker({ ...ports, log, volume, report: ports.log, settings: brokerSettings(config) })
  parts.defer(() => broker.close())
  return { log, broker }
}

/** What the systems are told of the platform's listeners, unless they are told otherwise. */
function environmentOf(
  { environment: told }: PlatformPorts,
  {
    inbox,
    events,
    sql,
    http,
    security,
  }: Readonly<Record<'inbox' | 'events' | 'sql' | 'http', Listening>> & {
    readonly security: Security
  },
): Environment {
  return {
    SMTP_URL: inbox.url,
    K_SINK: `${events.url}/default/default`,
    EVENTS_URL: events.url,
    FLINK_SQL_GATEWAY: sql.url,
    ...ownCredentials(security.own, { console: http.url, smtp: inbox.url }, told),
    ...told,
  }
}

interface Listening {
  readonly url: string
}

function brokerSettings(config: Config) {
  return {
    virtualClock: config.clock === 'virtual',
    acceptReplicationFactor: config.acceptReplicationFactor,
  }
}

/** TLS before every listener: where everybody but the parts of this process comes in. */
async function openFronts(
  config: Config,
  certificate: Certificate,
  inner: Readonly<Record<'processes' | 'events' | 'sql' | 'http', Listener>> & { readonly kafka: KafkaServer },
  { log }: PlatformPorts,
  parts: AsyncDisposableStack,
): Promise<Omit<Running['addresses'], 'smtp'>> {
  const { kafka, processes: zeebe, events, sql, http } = inner
  const advertise = advertised(config)
  const listeners = {
    kafka: { accept: (socket: Socket) => kafka.accept(socket, advertise) },
    zeebe,
    events,
    sql,
    console: http,
  }
  const fronts = await startFronts(config, certificate, listeners, log)
  parts.defer(() => fronts.stop())
  const { addresses } = fronts
  const https = (name: 'events' | 'sql' | 'console'): string => `https://${addresses[name]}`
  return { ...addresses, events: https('events'), sql: https('sql'), console: https('console') }
}

const advertised = ({ advertise }: Config): Address | undefined =>
  advertise === undefined ? undefined : parseAddress(advertise)

/** Names that browsers and programs reach the platform by. */
function hostsOf(config: Config, certificate: Certificate | undefined): readonly string[] {
  const { host } = advertised(config) ?? config
  return [config.host, host, ...(certificate?.names ?? [])]
}

function startKafka(
  config: Config,
  ports: PlatformPorts,
  {
    broker,
    authority,
    advertise,
  }: { broker: Broker; authority: Authority | undefined; advertise: Address | undefined },
): Promise<KafkaServer> {
  return startKafkaServer({
    broker,
    clocks: ports.clocks,
    log: ports.log,
    host: config.host,
    port: config.kafka,
    insecure: config.insecure,
    ...(authority !== undefined && { authentication: { authority, random: ports.random } }),
    ...(advertise !== undefined && { advertise }),
  })
}

const addressText = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

function parseAddress(text: string): { readonly host: string; readonly port: number } {
  const colon = text.lastIndexOf(':')
  return { host: text.slice(0, colon), port: Number(text.slice(colon + 1)) }
}

/** Gives each service its port and tells it where everything is. */
async function runApps(
  apps: AppsHost,
  config: Config,
  environment: Environment,
  where: { readonly kafka: string; readonly zeebe: string; readonly clockUrl: string; readonly data: string },
): Promise<void> {
  const { host } = config
  const choosePort = (preferred: number): Promise<number> =>
    config.appPorts === 'free' ? freePort(host) : Promise.resolve(preferred)
  await apps.run((manifests) => planServices({ ...where, apps: manifests, environment, host, choosePort }))
}

interface Running {
  readonly data: string
  readonly addresses: Readonly<Record<'kafka' | 'zeebe' | 'events' | 'sql' | 'console' | 'smtp', string>>
  readonly token: string
  readonly apps: AppsHost
  readonly clock: PlatformClock
  readonly parts: AsyncDisposableStack
}

function runningPlatform({ data, addresses, token, apps, clock, parts }: Running): Platform {
  return {
    data,
    ...addresses,
    consoleLink: `${addresses.console}/#token=${token}`,
    apps: apps.urls,
    fronts: Object.fromEntries(apps.apps.flatMap((app) => frontEntry(app, apps))),
    clock: clock.clocks.domain,
    stop: () => parts.disposeAsync(),
  }
}

function frontEntry(app: AppManifest, apps: AppsHost): [string, string][] {
  const url = apps.frontOf(app)
  return url === undefined ? [] : [[app.name, url]]
}
