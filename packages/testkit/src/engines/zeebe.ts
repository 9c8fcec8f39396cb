import { join } from 'node:path'
import { startChild, type Child } from '../process/child.ts'
import { freePorts } from '../process/free-port.ts'
import { tempDir } from '../process/temp-dir.ts'
import { waitFor } from '../process/wait-for.ts'
import { javaProgram } from './java.ts'
import { zeebeJars } from './zeebe-distribution.ts'
import { zeebeRecords, type ZeebeRecord } from './zeebe-records.ts'

export const ZEEBE_VERSION = '8.6.0'

const LOWEST_JAVA = 21
/** Time to get ready, by attempt: a port that was free may be taken before all of Zeebe's five are bound; then it hangs. */
const READY_TIMEOUTS_MS = [60_000, 150_000]

/** How a real Zeebe is to run. */
export interface RealZeebeOptions {
  readonly version?: string
  /** `512m` by default. */
  readonly heap?: string
  readonly env?: Readonly<Record<string, string>>
  /** Whether it prints each of its records, for `records`; true by default. Without, it runs as it would for work. */
  readonly printsRecords?: boolean
}

/** A real Zeebe broker with its gateway on this machine: one partition, one copy, no Elasticsearch. */
export interface RealZeebe {
  /** `127.0.0.1:<port>` of the gateway's gRPC. */
  readonly address: string
  /** Base URL of the REST API. */
  readonly rest: string
  readonly pid: number
  /** From starting its process to a healthy partition. */
  readonly startMs: number
  readonly logFile: string
  tail(): string
  /** All records of its log so far: what no call of the gateway tells. */
  records(): ZeebeRecord[]
  /** Moves its clock: timers fall due at once. `at` in ms since epoch. */
  setClock(at: number): Promise<void>
  /** Ends it and deletes its data. Safe to call twice. */
  stop(): Promise<void>
}

const JVM_FLAGS = [
  '--add-opens=java.base/java.nio=ALL-UNNAMED',
  '--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED',
  '-XX:+UseSerialGC',
  '-Djava.awt.headless=true',
]

/**
 * Starts a real Zeebe from Maven Central's distribution; needs `java` 21, `mvn` and `tar`, nothing else. Resolves when its
 * own monitoring says that it is ready, while its own process lives.
 *
 * @throws Error that says what is missing, or holds the end of its log when it did not come up.
 */
export async function realZeebe(options: RealZeebeOptions = {}): Promise<RealZeebe> {
  let reason: unknown
  for (const timeoutMs of READY_TIMEOUTS_MS) {
    try {
      return await startZeebe(options, timeoutMs)
    } catch (thrown) {
      reason = thrown
    }
  }
  throw reason
}

async function startZeebe(options: RealZeebeOptions, timeoutMs: number): Promise<RealZeebe> {
  const java = javaProgram(LOWEST_JAVA)
  const jars = zeebeJars(options.version ?? ZEEBE_VERSION)
  const folder = tempDir('zeebe-')
  const ports = await freePorts(5)
  const started = performance.now()
  const logFile = join(folder.path, 'broker.log')
  const main = 'io.camunda.application.StandaloneBroker'
  const child = startChild({
    command: java,
    args: [`-Xmx${options.heap ?? '512m'}`, ...JVM_FLAGS, '-cp', join(jars, '*'), main],
    cwd: folder.path,
    env: {
      ...environment(ports, join(folder.path, 'data')),
      ...(options.printsRecords !== false && PRINTS_RECORDS),
      ...options.env,
    },
    logFile,
  })
  const stop = async (): Promise<void> => {
    await child.stop()
    folder.remove()
  }
  const [grpc, rest, management] = ports
  await ready(
    child,
    { management: `http://127.0.0.1:${management}`, api: `http://127.0.0.1:${rest}` },
    timeoutMs,
  ).catch(async (reason: unknown) => {
    const tail = child.tail()
    await stop()
    throw new Error(`Zeebe did not come up on port ${grpc}; the end of its log:\n${tail}`, { cause: reason })
  })
  return {
    address: `127.0.0.1:${grpc}`,
    rest: `http://127.0.0.1:${rest}`,
    pid: child.pid,
    startMs: Math.round(performance.now() - started),
    logFile,
    tail: () => child.tail(),
    records: () => zeebeRecords(child.output()),
    setClock: (at) => setClock(`http://127.0.0.1:${rest}`, at),
    stop,
  }
}

interface Urls {
  readonly management: string
  readonly api: string
}

const LOOPBACK = '127.0.0.1'

const PRINTS_RECORDS = {
  ZEEBE_BROKER_EXPORTERS_DEBUG_CLASSNAME: 'io.camunda.zeebe.broker.exporter.debug.DebugLogExporter',
  // At its own default level, debug, the broker's logging drops what it prints.
  ZEEBE_BROKER_EXPORTERS_DEBUG_ARGS_LOGLEVEL: 'info',
}

function environment(ports: readonly number[], data: string): Record<string, string> {
  const [grpc, rest, management, command, internal] = ports.map(String) as [string, string, string, string, string]
  return {
    ZEEBE_BROKER_NETWORK_HOST: LOOPBACK,
    ZEEBE_BROKER_NETWORK_COMMANDAPI_PORT: command,
    ZEEBE_BROKER_NETWORK_INTERNALAPI_PORT: internal,
    ZEEBE_BROKER_CLUSTER_INITIALCONTACTPOINTS: `${LOOPBACK}:${internal}`,
    ZEEBE_BROKER_GATEWAY_NETWORK_HOST: LOOPBACK,
    ZEEBE_BROKER_GATEWAY_NETWORK_PORT: grpc,
    ZEEBE_BROKER_DATA_DIRECTORY: data,
    ZEEBE_CLOCK_CONTROLLED: 'true',
    // The broker refuses to run on a nearly full disk; a test's data are small.
    ZEEBE_BROKER_DATA_DISK_FREESPACE_PROCESSING: '100MB',
    ZEEBE_BROKER_DATA_DISK_FREESPACE_REPLICATION: '50MB',
    SERVER_ADDRESS: LOOPBACK,
    SERVER_PORT: rest,
    MANAGEMENT_SERVER_ADDRESS: LOOPBACK,
    MANAGEMENT_SERVER_PORT: management,
  }
}

async function ready(child: Child, urls: Urls, timeoutMs: number): Promise<void> {
  const answer = await waitFor(async () => (child.alive() ? await isReady(urls) : 'ended'), {
    what: 'Zeebe to be ready',
    timeoutMs,
    everyMs: 200,
  })
  if (answer === 'ended') throw new Error('Zeebe ended by itself')
}

/** Its monitoring says ready before its gateway has reached its broker: a call that changes nothing tells when it has. */
async function isReady({ management, api }: Urls): Promise<'ready' | undefined> {
  const monitoring = await fetch(`${management}/actuator/health/readiness`)
  await monitoring.body?.cancel()
  if (monitoring.status !== 200) return undefined
  const call = await fetch(`${api}/v2/clock/reset`, { method: 'POST' })
  await call.body?.cancel()
  return call.status < 500 ? 'ready' : undefined
}

/** A gateway that is ready may still not know its partition's leader: then it answers 5xx, and is asked again. */
async function setClock(rest: string, at: number): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ timestamp: at })
  const answered = await waitFor(
    async () => {
      const answer = await fetch(`${rest}/v2/clock`, { method: 'PUT', headers, body })
      const text = await answer.text()
      if (answer.status >= 500) throw new Error(`Zeebe's clock answered ${answer.status}: ${text}`)
      return { status: answer.status, text }
    },
    { what: "Zeebe's clock to be set", timeoutMs: 30_000, everyMs: 200 },
  )
  if (answered.status !== 204) throw new Error(`Zeebe's clock answered ${answered.status}: ${answered.text}`)
}
