import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePorts } from '../process/free-port.ts'
import { tempDir } from '../process/temp-dir.ts'
import { javaProgram } from './java.ts'
import { brokerReady, formatStorage, newClusterId, startBroker } from './kafka-process.ts'
import { kafkaProperties, type KafkaConfig, type KafkaSasl } from './kafka-properties.ts'
import { mavenClasspath } from './maven.ts'

export const KAFKA_VERSION = '4.3.1'

/** How a real Kafka is to run. */
export interface RealKafkaOptions {
  readonly version?: string
  /** Broker settings by Kafka's names, over the defaults of one node with single copies. */
  readonly config?: KafkaConfig
  /** Any free one when not given. */
  readonly port?: number
  readonly heap?: string
  /** A second listener asks for this name and password. */
  readonly sasl?: KafkaSasl
}

/** A real Apache Kafka on this machine. */
export interface RealKafka {
  /** `127.0.0.1:<port>` */
  readonly brokers: string
  /** The listener that asks for a name, when there is one. */
  readonly saslBrokers: string
  readonly pid: number
  /** From starting its process to the first answer. */
  readonly startMs: number
  readonly logFile: string
  tail(): string
  /** Ends it and deletes its data. Safe to call twice. */
  stop(): Promise<void>
}

/** The class path of Kafka's server and tools of one version. */
export function kafkaClasspath(version = KAFKA_VERSION): string {
  return mavenClasspath(`kafka-${version}`, [
    `org.apache.kafka:kafka_2.13:${version}`,
    `org.apache.kafka:kafka-tools:${version}`,
    'org.slf4j:slf4j-simple:1.7.36',
  ])
}

/**
 * Starts a real Apache Kafka (KRaft, one node) from Maven Central's artefacts; needs `java` 17 and `mvn`, nothing else.
 * Resolves when its own listener has answered a Metadata request: the cluster's id, drawn for this start, tells it from
 * any other broker on the port.
 *
 * @throws Error that says what is missing, or holds the end of Kafka's log when it did not come up.
 */
export async function realKafka(options: RealKafkaOptions = {}): Promise<RealKafka> {
  const java = javaProgram()
  const classpath = kafkaClasspath(options.version)
  const folder = tempDir('kafka-')
  const [port = 0, controllerPort = 0, saslPort = 0] = await freePorts(3)
  const sasl = options.sasl === undefined ? {} : { sasl: { ...options.sasl, port: saslPort } }
  const place = { dataDir: join(folder.path, 'data'), port: options.port ?? port, controllerPort, ...sasl }
  const properties = join(folder.path, 'server.properties')
  writeFileSync(properties, kafkaProperties(place, options.config ?? {}))
  const program = { java, classpath, properties }
  const clusterId = newClusterId()
  formatStorage(program, clusterId, true)
  const started = performance.now()
  const logFile = join(folder.path, 'server.log')
  const child = startBroker(program, options.heap ?? '1G', logFile)
  const stop = async (): Promise<void> => {
    await child.stop()
    folder.remove()
  }
  await brokerReady(child, place.port, clusterId).catch(async (reason: unknown) => {
    await stop()
    throw reason
  })
  const startMs = Math.round(performance.now() - started)
  const [brokers, saslBrokers] = [`127.0.0.1:${place.port}`, `127.0.0.1:${saslPort}`]
  return { brokers, saslBrokers, pid: child.pid, startMs, logFile, tail: () => child.tail(), stop }
}
