import { type AnyTopic, type KafkaClient, configuration, connectKafka, port, toggle } from '@millrace/client'
import { httpServer } from '@millrace/client/http'
import type { Environment, RunningService, ServicePorts, StartService } from '@millrace/kernel'
import { type SnapshotStore, fileSnapshots } from '@millrace/streams'
import { z } from 'zod'
import type { Entity, EntityKind } from './entity.ts'
import { allowedHosts, refuseOtherHosts } from './hosts.ts'
import { claimsTopic, kafkaClaims } from './kafka-claims.ts'
import { type KafkaCollection, kafkaCollection } from './kafka-collection.ts'
import type { UnknownReferences } from './operations.ts'
import { resourceRoutes } from './routes.ts'
import { entityTopic } from './topic.ts'

const BODY_BYTES_MOST = 16 * 1024

/** What a service gets from its environment besides Kafka's settings. */
export const storeSchema = (standardPort: number) =>
  z.object({
    PORT: port().default(standardPort),
    HOST: z.string().default('127.0.0.1'),
    /** Names under which a service that listens on loopback is also reached, separated by commas. */
    ALLOWED_HOSTS: z.string().default(''),
    /** Of this service alone; without it every start reads the topics from their beginning. */
    DATA_DIR: z.string().optional(),
    /** `off` where an original subscriber, which a null value kills, reads along. */
    STORE_TOMBSTONES: toggle().default(true),
  })

/** The other collections that a service needs, and what it asks them. */
export interface Neighbours<E, Input> {
  readonly collections: readonly Pick<KafkaCollection<Entity>, 'ready' | 'stop'>[]
  readonly topics: readonly AnyTopic[]
  readonly unknownReferences: UnknownReferences<E, Input>
}

export interface ResourceServiceOptions<E extends Entity, Input> {
  readonly kind: EntityKind<E, Input>
  /** The original's. */
  readonly port: number
  readonly neighbours?: (kafka: KafkaClient, snapshots: SnapshotStore | undefined) => Neighbours<E, Input>
}

/** A service of one kind of entity: REST over a view of its topic. Any number of instances; all state is in Kafka. */
export function resourceService<E extends Entity, Input>(options: ResourceServiceOptions<E, Input>): StartService {
  return async (environment, ports) => {
    const kafka = await connectKafka(environment, ports)
    try {
      return await start(options, kafka, environment, ports)
    } catch (error) {
      await kafka.close()
      throw error
    }
  }
}

async function start<E extends Entity, Input>(
  { kind, port: standardPort, neighbours: near }: ResourceServiceOptions<E, Input>,
  kafka: KafkaClient,
  environment: Environment,
  ports: ServicePorts,
): Promise<RunningService> {
  const settings = configuration(storeSchema(standardPort), environment)
  const snapshots = settings.DATA_DIR === undefined ? undefined : fileSnapshots(settings.DATA_DIR)
  const topic = entityTopic(kind)
  const neighbours = near?.(kafka, snapshots)
  await kafka.admin().ensureTopics([topic, claimsTopic, ...(neighbours?.topics ?? [])])
  const collection = kafkaCollection(kafka, topic, {
    name: kind.plural,
    tombstones: settings.STORE_TOMBSTONES,
    snapshots,
  })
  const claims = kafkaClaims(kafka, kind.plural)
  const views = [collection, claims, ...(neighbours?.collections ?? [])]
  await Promise.all(views.map((view) => view.ready()))
  const app = httpServer({
    service: `store-${kind.plural}`,
    ports,
    bodyBytes: BODY_BYTES_MOST,
    ready: { log: () => collection.current().then(() => undefined) },
    gauges: {
      store_entities: { help: 'Entities in the view', value: () => collection.size },
      store_bad_records: { help: 'Records passed over since the start', value: () => collection.table.counts.bad },
    },
  })
  refuseOtherHosts(app, allowedHosts(settings))
  const references = neighbours && { unknownReferences: neighbours.unknownReferences }
  resourceRoutes(app, { kind, collection, claims, clocks: ports.clocks, random: ports.random, ...references })
  const http = await app.listen({ port: settings.PORT, host: settings.HOST })
  return {
    urls: { http },
    stop: async () => {
      await app.close()
      await Promise.all(views.map((view) => view.stop()))
      await kafka.close()
    },
  }
}
