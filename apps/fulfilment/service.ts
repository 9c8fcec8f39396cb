import { configuration } from '@millrace/client'
import { httpServer } from '@millrace/client/http'
import { type ZeebeClient, connectZeebe } from '@millrace/client/zeebe'
import type { ServicePorts, StartService } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import { type Database, databaseClient } from './database/client.ts'
import { type ServiceName, type Settings, settingsSchema } from './settings.ts'

/** What the parts of a service are made of. */
export interface Workshop {
  readonly app: FastifyInstance
  readonly settings: Settings
  readonly ports: ServicePorts
  readonly database: Database
  /** Connects with its first call. */
  readonly zeebe: ZeebeClient
}

/** Adds a service's routes and workers; gives what ends them. */
export type Build = (workshop: Workshop) => Promise<() => Promise<void> | void> | (() => Promise<void> | void)

/** A service of the system. Only `database` is without an engine. */
export function fulfilmentService(name: Exclude<ServiceName, 'database'>, build: Build): StartService {
  return async (environment, ports) => {
    const settings = configuration(settingsSchema(name), environment)
    const zeebe = connectZeebe({ ZEEBE_WORKER_NAME: `fulfilment-${name}`, ...environment }, ports)
    const app = httpServer({
      service: `fulfilment-${name}`,
      ports,
      ready: { zeebe: () => zeebe.topology().then(none) },
    })
    await using undo = new AsyncDisposableStack()
    undo.defer(() => zeebe.close())
    undo.defer(() => app.close())
    undo.defer(await build({ app, settings, ports, zeebe, database: databaseClient(settings.DATABASE_SERVICE_URL) }))
    const http = await app.listen({ port: settings.PORT, host: settings.HOST })
    const running = undo.move()
    let stopped: Promise<void> | undefined
    return { urls: { http }, stop: () => (stopped ??= running.disposeAsync()) }
  }
}

const none = (): undefined => undefined
