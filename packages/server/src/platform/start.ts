import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Broker, openBroker } from '@millrace/broker'
import { type KafkaServer, startKafkaServer } from '@millrace/kafka'
import type { Clocks } from '@millrace/kernel'
import { AppsHost } from '../apps/host.ts'
import { freePort } from '../apps/free-port.ts'
import { planServices } from '../apps/plan.ts'
import { loadApp, selectApps } from '../apps/registry.ts'
import { PlatformClock } from '../clock/platform-clock.ts'
import type { Config } from '../config/config.ts'
import { type HttpServer, startHttp } from '../http/server.ts'
import { consoleToken } from './console-token-file.ts'
import type { PlatformPorts } from './options.ts'
import type { Platform } from './platform.ts'
import { openStorage } from './storage.ts'

/**
 * Starts the whole platform and resolves when every listener answers. What was started is stopped again when a later
 * part fails.
 *
 * @throws Refusal INVALID_CONFIGURATION; Fault when the data directory is in use or damaged, or a port is taken.
 */
export async function startPlatform(config: Config, ports: PlatformPorts): Promise<Platform> {
  await using parts = new AsyncDisposableStack()
  const data = config.data === 'memory' ? 'memory' : resolve(config.data)
  if (data !== 'memory') await mkdir(data, { recursive: true })
  const clock = new PlatformClock(config.clock, ports.clocks)
  const { clocks } = clock
  const storage = await openStorage(data, { ...ports, clocks })
  parts.defer(() => storage.close())
  const { log } = storage
  clock.drainWith(() => log.flush())
  const broker = await openBroker({ ...ports, log, clocks, report: ports.log, settings: brokerSettings(config) })
  parts.defer(() => broker.close())
  const kafka = await startKafka(config, { ...ports, clocks }, broker)
  parts.defer(() => kafka.stop())
  const address = addressText(kafka.address)
  const token = await consoleToken(data, ports.random)
  const apps = new AppsSlot()
  const http = await startHttp({ config, ports, clock, log, kafka, address, token, apps: () => apps.host })
  parts.defer(() => http.stop())
  await apps.start(config, { ...ports, clocks }, { kafka: address, clockUrl: http.url, data })
  parts.defer(() => apps.stop())
  http.accept()
  return runningPlatform({ data, http, kafka: address, token, apps, clock, parts: parts.move() })
}

function brokerSettings(config: Config) {
  return {
    virtualClock: config.clock === 'virtual',
    acceptReplicationFactor: config.acceptReplicationFactor,
  }
}

function startKafka(config: Config, ports: PlatformPorts, broker: Broker): Promise<KafkaServer> {
  return startKafkaServer({
    broker,
    clocks: ports.clocks,
    log: ports.log,
    host: config.host,
    port: config.kafka,
    insecure: config.insecure,
    ...(config.advertise === undefined ? {} : { advertise: parseAddress(config.advertise) }),
  })
}

const addressText = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

function parseAddress(text: string): { readonly host: string; readonly port: number } {
  const colon = text.lastIndexOf(':')
  return { host: text.slice(0, colon), port: Number(text.slice(colon + 1)) }
}

/** The systems, which start last and stop first. */
class AppsSlot {
  host: AppsHost | undefined
  fronts: Record<string, string> = {}

  async start(
    config: Config,
    ports: PlatformPorts & { readonly clocks: Clocks },
    where: { readonly kafka: string; readonly clockUrl: string; readonly data: string },
  ): Promise<void> {
    const apps = await Promise.all(selectApps(config.apps).map(loadApp))
    const choosePort = (preferred: number): Promise<number> =>
      config.appPorts === 'free' ? freePort(config.host) : Promise.resolve(preferred)
    const services = await planServices({
      ...where,
      apps,
      environment: ports.environment,
      host: config.host,
      choosePort,
    })
    this.host = new AppsHost({
      apps,
      services,
      logLevel: config.logLevel,
      log: ports.log,
      liveness: ports.clocks.liveness,
    })
    await this.host.start()
    for (const app of apps) {
      const url = this.host.urls[app.name]?.[app.front]
      if (url !== undefined) this.fronts[app.name] = url
    }
  }

  async stop(): Promise<void> {
    await this.host?.stop()
  }
}

function runningPlatform(running: {
  readonly data: string
  readonly http: HttpServer
  readonly kafka: string
  readonly token: string
  readonly apps: AppsSlot
  readonly clock: PlatformClock
  readonly parts: AsyncDisposableStack
}): Platform {
  const { data, http, kafka, token, apps, clock, parts } = running
  return {
    data,
    console: http.url,
    consoleLink: `${http.url}/#token=${token}`,
    kafka,
    apps: apps.host?.urls ?? {},
    fronts: apps.fronts,
    clock: clock.clocks.domain,
    stop: () => parts.disposeAsync(),
  }
}
