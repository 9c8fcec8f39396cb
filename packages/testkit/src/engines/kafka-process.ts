import { spawnSync } from 'node:child_process'
import { startChild, type Child } from '../process/child.ts'
import { waitFor } from '../process/wait-for.ts'
import { clusterIdAt } from './cluster-id.ts'

// What Kafka's own start script passes, less the fixed heap.
const JVM_FLAGS = [
  '-server',
  '-XX:+UseG1GC',
  '-XX:MaxGCPauseMillis=20',
  '-XX:InitiatingHeapOccupancyPercent=35',
  '-XX:+ExplicitGCInvokesConcurrent',
  '-Djava.awt.headless=true',
]
const QUIET = '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'

const READY_TIMEOUT_MS = 90_000

/** What a broker's process is started with. */
export interface KafkaProgram {
  readonly java: string
  readonly classpath: string
  /** Path of its `server.properties`. */
  readonly properties: string
}

/** An id that no other cluster has. The storage tool would take a leading dash for an option. */
export const newClusterId = (): string =>
  `K${Buffer.from(crypto.randomUUID().replaceAll('-', ''), 'hex').toString('base64url').slice(1)}`

/** Writes a broker's storage directory. `alone`: its quorum is the controller in it; else the voters that its properties name. */
export function formatStorage({ java, classpath, properties }: KafkaProgram, clusterId: string, alone: boolean): void {
  const how = alone ? ['--standalone'] : []
  const tool = ['-cp', classpath, QUIET, 'kafka.tools.StorageTool', 'format', ...how, '-t', clusterId, '-c', properties]
  const run = spawnSync(java, tool, { encoding: 'utf8', timeout: READY_TIMEOUT_MS })
  if (run.status !== 0) throw new Error(`Kafka's storage could not be formatted:\n${run.stdout}${run.stderr}`)
}

export function startBroker({ java, classpath, properties }: KafkaProgram, heap: string, logFile: string): Child {
  const jvm = [...JVM_FLAGS, `-Xmx${heap}`, QUIET]
  return startChild({ command: java, args: [...jvm, '-cp', classpath, 'kafka.Kafka', properties], logFile })
}

/**
 * Resolves when the broker's own listener has answered: the cluster's id tells it from any other broker on the port.
 *
 * @throws Error that holds the end of its log when it did not come up
 */
export async function brokerReady(child: Child, port: number, clusterId: string): Promise<void> {
  try {
    const answer = await waitFor(async () => (child.alive() ? await clusterIdAt(port) : 'ended'), {
      what: 'the first answer of Kafka',
      timeoutMs: READY_TIMEOUT_MS,
    })
    if (answer === 'ended') throw new Error('Kafka ended by itself')
    if (answer !== clusterId) throw new Error(`another broker (cluster ${answer}) answers on port ${port}`)
  } catch (reason) {
    throw new Error(`Kafka did not come up on port ${port}; the end of its log:\n${child.tail()}`, { cause: reason })
  }
}
