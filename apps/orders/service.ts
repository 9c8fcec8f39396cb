import { type AnyTopic, type KafkaClient, configuration, connectKafka } from '@millrace/client'
import { LiveStreams, httpServer, sameSite } from '@millrace/client/http'
import type { Environment, RunningService, ServicePorts, StartService } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import type { EntityAccess } from './entity/access.ts'
import { Entities, type EntityKind } from './entity/entities.ts'
import { pageRoutes } from './assets.ts'
import { type ServiceName, type Settings, linksOf, settingsSchema } from './settings.ts'
import { allTopics } from './topics.ts'

/** What the parts of a service are made of. */
export interface Workshop<Own> {
  readonly kafka: KafkaClient
  readonly settings: Settings & Own
  readonly ports: ServicePorts
  /** Where others reach this instance; known when it listens. */
  readonly ownUrl: () => string
}

/** A service's entities, and its way to the outside. */
export interface Parts<S, C, In extends AnyTopic> {
  readonly kind: EntityKind<S, C, In>
  readonly routes: (app: FastifyInstance, entities: EntityAccess<S, C>, live: LiveStreams) => void
  /** Before the entities start. */
  readonly start?: () => Promise<void>
  readonly stop?: () => Promise<void>
}

/** Lets the types of the parts follow from their schemas. */
export const partsOf = <S, C, In extends AnyTopic>(parts: Parts<S, C, In>): Parts<S, C, In> => parts

export interface ServiceSpec<Own, S, C, In extends AnyTopic> {
  readonly name: ServiceName
  readonly port: number
  readonly own?: z.ZodType<Own>
  /** The first one is the service's front. */
  readonly pages: readonly string[]
  readonly build: (workshop: Workshop<Own>) => Promise<Parts<S, C, In>> | Parts<S, C, In>
}

/** A service of the system: entities in Kafka, REST, its pages. Any number of instances. */
export function entityService<Own, S, C, In extends AnyTopic>(spec: ServiceSpec<Own, S, C, In>): StartService {
  return async (environment, ports) => {
    const settings = settingsOf(spec, environment)
    const kafka = await connectKafka({ KAFKA_CLIENT_ID: `orders-${spec.name}`, ...environment }, ports)
    try {
      return await start(spec, kafka, settings, ports)
    } catch (error) {
      await kafka.close()
      throw error
    }
  }
}

function settingsOf<Own>(
  { port, own }: Pick<ServiceSpec<Own, never, never, never>, 'port' | 'own'>,
  environment: Environment,
): Settings & Own {
  const shared = configuration(settingsSchema(port), environment)
  return { ...shared, ...((own === undefined ? {} : configuration(own, environment)) as Own) }
}

async function start<Own, S, C, In extends AnyTopic>(
  spec: ServiceSpec<Own, S, C, In>,
  kafka: KafkaClient,
  settings: Settings & Own,
  ports: ServicePorts,
): Promise<RunningService> {
  let listening = settings.PUBLIC_URL ?? `http://${settings.HOST}:${settings.PORT}`
  await using undo = new AsyncDisposableStack()
  const parts = await spec.build({ kafka, settings, ports, ownUrl: () => listening })
  await kafka.admin().ensureTopics(allTopics)
  undo.defer(async () => parts.stop?.())
  await parts.start?.()
  const entities = new Entities(kafka, parts.kind)
  undo.defer(() => entities.stop())
  const live = new LiveStreams(ports.clocks)
  const app = serverOf(spec.name, ports, entities, live)
  sameSite(app)
  app.get('/links', () => linksOf(settings))
  parts.routes(app, entities, live)
  await pageRoutes(app, spec.pages)
  await entities.start(settings.INSTANCE_ID)
  const http = await app.listen({ port: settings.PORT, host: settings.HOST })
  listening = settings.PUBLIC_URL ?? http
  undo.defer(async () => {
    live.close()
    await app.close()
  })
  const running = undo.move()
  let stopped: Promise<void> | undefined
  const stop = (): Promise<void> => (stopped ??= running.disposeAsync().then(() => kafka.close()))
  return { urls: { http }, stop }
}

function serverOf<S, C, In extends AnyTopic>(
  name: string,
  ports: ServicePorts,
  entities: Entities<S, C, In>,
  live: LiveStreams,
): FastifyInstance {
  return httpServer({
    service: `orders-${name}`,
    ports,
    ready: { kafka: () => entities.current().then(() => undefined) },
    gauges: {
      orders_entities: { help: 'Entities of the service', value: () => entities.model.size },
      orders_lag: { help: 'Records of its partitions that are not processed yet', value: () => entities.lag },
      orders_live_streams: { help: 'Open live streams', value: () => live.size },
    },
  })
}
