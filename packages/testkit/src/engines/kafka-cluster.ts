import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Child } from '../process/child.ts'
import { freePorts } from '../process/free-port.ts'
import { tempDir } from '../process/temp-dir.ts'
import { javaProgram } from './java.ts'
import { kafkaClasspath } from './kafka.ts'
import { brokerReady, formatStorage, newClusterId, startBroker } from './kafka-process.ts'
import { kafkaProperties, type KafkaConfig } from './kafka-properties.ts'

export interface RealKafkaClusterOptions {
  readonly version?: string
  /** Three when not given. */
  readonly nodes?: number
  /** Broker settings by Kafka's names, over copies on every node of which one may be missing. */
  readonly config?: KafkaConfig
  /** Of each node. */
  readonly heap?: string
}

/** One process of a cluster. */
export interface RealKafkaNode {
  /** `127.0.0.1:<port>` */
  readonly address: string
  tail(): string
  /** SIGKILL; it stays away. */
  kill9(): Promise<void>
}

/** Several real brokers on this machine that hold copies of one another's partitions. */
export interface RealKafkaCluster {
  /** The addresses of all, with commas. */
  readonly brokers: string
  readonly nodes: readonly RealKafkaNode[]
  /** Ends them and deletes their data. Safe to call twice. */
  stop(): Promise<void>
}

/** Who is away for this long is no longer counted on. */
const SESSION_MS = 6000

/**
 * Starts real Kafka brokers (KRaft, each its own controller too) with every partition on each and `acks=all` waiting for all but
 * one. Resolves when each has answered.
 *
 * @throws Error that says what is missing, or holds the end of a log
 */
export async function realKafkaCluster(options: RealKafkaClusterOptions = {}): Promise<RealKafkaCluster> {
  const { nodes: count = 3, heap = '256m', config = {}, version } = options
  const java = javaProgram()
  const classpath = kafkaClasspath(version)
  await using undo = new AsyncDisposableStack()
  const folder = tempDir('kafka-cluster-')
  undo.defer(() => folder.remove())
  const ports = await freePorts(count * 2)
  const places = Array.from({ length: count }, (_, at) => ({
    dataDir: join(folder.path, `data-${at + 1}`),
    port: ports[2 * at] ?? 0,
    controllerPort: ports[2 * at + 1] ?? 0,
  }))
  const voters = places.map(({ controllerPort }, at) => `${at + 1}@127.0.0.1:${controllerPort}`).join()
  const clusterId = newClusterId()
  const children: Child[] = []
  for (const [at, place] of places.entries()) {
    const properties = join(folder.path, `server-${at + 1}.properties`)
    writeFileSync(properties, kafkaProperties(place, { ...memberConfig(at + 1, count, voters), ...config }))
    const program = { java, classpath, properties }
    formatStorage(program, clusterId, false)
    const child = startBroker(program, heap, join(folder.path, `server-${at + 1}.log`))
    undo.defer(() => child.stop())
    children.push(child)
  }
  await Promise.all(children.map((child, at) => brokerReady(child, places[at]?.port ?? 0, clusterId)))
  const all = undo.move()
  const nodes = children.map((child, at) => ({
    address: `127.0.0.1:${places[at]?.port ?? 0}`,
    tail: () => child.tail(),
    kill9: () => child.kill9(),
  }))
  return { brokers: nodes.map(({ address }) => address).join(), nodes, stop: () => all.disposeAsync() }
}

function memberConfig(id: number, copies: number, voters: string): KafkaConfig {
  const enough = Math.max(1, copies - 1)
  return {
    'node.id': id,
    'controller.quorum.voters': voters,
    'default.replication.factor': copies,
    'min.insync.replicas': enough,
    'offsets.topic.replication.factor': copies,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': enough,
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': enough,
    'broker.session.timeout.ms': SESSION_MS,
    'replica.lag.time.max.ms': SESSION_MS,
  }
}
