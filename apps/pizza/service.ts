import { type KafkaClient, configuration, connectKafka } from '@millrace/client'
import { LiveStreams, type Checks, httpServer, sameSite } from '@millrace/client/http'
import type { RunningService, ServicePorts, StartService } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import { withKafkaConfig } from './kafka-config-file.ts'
import { type ServiceName, type Settings, ports as standardPorts, settingsSchema } from './settings.ts'
import { prepareTopics } from './the-topics.ts'

/** What a service is made of. */
export interface Workshop {
  readonly kafka: KafkaClient
  readonly settings: Settings
  readonly ports: ServicePorts
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly live: LiveStreams
}

/** A service that has begun: what it shows over HTTP. */
export interface Parts {
  readonly ready?: Checks
  readonly gauges?: Parameters<typeof httpServer>[0]['gauges']
  readonly routes?: (app: FastifyInstance) => Promise<void> | void
  readonly stop: () => Promise<void>
}

/** A service of the system: the shell around `build`, which starts its work. Any number of instances. */
export function pizzaService(name: ServiceName, build: (workshop: Workshop) => Promise<Parts>): StartService {
  return async (given, ports) => {
    const environment = { KAFKA_CLIENT_ID: `pizza_client_${name}`, ...withKafkaConfig(given) }
    const settings = configuration(settingsSchema(standardPorts[name]), environment)
    await using undo = new AsyncDisposableStack()
    const kafka = await connectKafka(environment, ports)
    undo.defer(() => kafka.close())
    await prepareTopics(kafka, settings)
    const live = new LiveStreams(ports.clocks)
    const parts = await build({ kafka, settings, ports, environment, live })
    undo.defer(() => parts.stop())
    const app = httpServer({
      service: `pizza-${name}`,
      ports,
      ...(parts.ready !== undefined && { ready: parts.ready }),
      ...(parts.gauges !== undefined && { gauges: parts.gauges }),
    })
    undo.defer(async () => {
      live.close()
      await app.close()
    })
    sameSite(app)
    await parts.routes?.(app)
    const http = await app.listen({ port: settings.PORT, host: settings.HOST })
    const running = undo.move()
    let stopped: Promise<void> | undefined
    const stop = (): Promise<void> => (stopped ??= running.disposeAsync())
    return { urls: { http }, stop } satisfies RunningService
  }
}
