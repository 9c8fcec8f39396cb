import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Child, startChild } from '../process/child.ts'
import { freePorts } from '../process/free-port.ts'
import { tempDir } from '../process/temp-dir.ts'
import { waitFor } from '../process/wait-for.ts'
import { type FlinkPorts, flinkConfig } from './flink-config.ts'
import { type FlinkJars, flinkJars } from './flink-distribution.ts'
import { javaProgram } from './java.ts'

const READY_TIMEOUT_MS = 120_000

/** How a real Flink is to run. */
export interface RealFlinkOptions {
  /** Settings by Flink's names, over those of a small cluster with eight slots. */
  readonly config?: Readonly<Record<string, string>>
  /** Jars on the class path besides Flink's own and the Kafka connector. */
  readonly jars?: readonly string[]
  /** Heap of the task manager, `512m` by default; say more for benchmarks, with the settings that belong to it. */
  readonly heap?: string
  /** Compile for speed over minutes rather than for a quick start: for benchmarks. */
  readonly fullyCompiled?: boolean
}

/** A real Apache Flink on this machine: one job manager, one task manager, the SQL Gateway. */
export interface RealFlink {
  /** Base URL of the SQL Gateway's REST API. */
  readonly gateway: string
  /** Base URL of the cluster's own REST API. */
  readonly rest: string
  /** Processes: job manager, task manager, gateway. */
  readonly pids: readonly number[]
  readonly startMs: number
  readonly folder: string
  tail(): string
  /** Ends it and deletes its data. Safe to call twice. */
  stop(): Promise<void>
}

const OPENED = ['lang', 'lang.reflect', 'net', 'io', 'nio', 'text', 'time', 'util', 'util.concurrent', 'math']
const JVM_FLAGS = [
  ...OPENED.map((name) => `--add-opens=java.base/java.${name}=ALL-UNNAMED`),
  '--add-opens=java.base/sun.nio.ch=ALL-UNNAMED',
  '--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED',
  '-Djava.awt.headless=true',
  '-XX:+UseSerialGC',
]

const PROCESSES = [
  ['jobmanager', 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint', '384m'],
  ['taskmanager', 'org.apache.flink.runtime.taskexecutor.TaskManagerRunner', '512m'],
  ['gateway', 'org.apache.flink.table.gateway.SqlGateway', '512m'],
] as const

/**
 * Starts a real Flink with its SQL Gateway; needs `java` 17, `python3` with pip and `mvn`, nothing else. Resolves when
 * its task manager has slots and the gateway answers, while its own processes live.
 *
 * @throws Error that says what is missing, or holds the end of its logs when it did not come up
 */
export async function realFlink(options: RealFlinkOptions = {}): Promise<RealFlink> {
  const java = javaProgram(17)
  const jars = flinkJars()
  const folder = tempDir('flink-')
  const [rpc = 0, rest = 0, gateway = 0] = await freePorts(3)
  const ports = { rpc, rest, gateway }
  writeSettings(folder.path, ports, options)
  const started = performance.now()
  const children = PROCESSES.map(([name, main, heap]) => {
    const memory = name === 'taskmanager' ? (options.heap ?? heap) : heap
    return startProcess(java, jars, folder.path, options, { name, main, memory })
  })
  const tail = (): string => children.map((child) => child.tail(12)).join('\n')
  const stop = async (): Promise<void> => {
    await Promise.all(children.map((child) => child.stop(3000)))
    folder.remove()
  }
  await ready(children, ports).catch(async (reason: unknown) => {
    const end = tail()
    await stop()
    throw new Error(`Flink did not come up; the ends of its logs:\n${end}`, { cause: reason })
  })
  return {
    gateway: `http://127.0.0.1:${gateway}`,
    rest: `http://127.0.0.1:${rest}`,
    pids: children.map(({ pid }) => pid),
    startMs: Math.round(performance.now() - started),
    folder: folder.path,
    tail,
    stop,
  }
}

function writeSettings(folder: string, ports: FlinkPorts, options: RealFlinkOptions): void {
  const tmp = join(folder, 'tmp')
  for (const name of ['conf', 'tmp', 'plugins']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'conf', 'config.yaml'), flinkConfig(ports, tmp, options.config ?? {}))
  const log4j = [
    'rootLogger.level = WARN',
    'rootLogger.appenderRef.out.ref = Out',
    'appender.out.name = Out',
    'appender.out.type = CONSOLE',
    'appender.out.layout.type = PatternLayout',
    'appender.out.layout.pattern = %d{HH:mm:ss,SSS} %-5p %c{1} - %m%n',
    '',
  ]
  writeFileSync(join(folder, 'conf', 'log4j.properties'), log4j.join('\n'))
}

interface FlinkProcess {
  readonly name: string
  readonly main: string
  readonly memory: string
}

function startProcess(
  java: string,
  jars: FlinkJars,
  folder: string,
  options: RealFlinkOptions,
  { name, main, memory }: FlinkProcess,
): Child {
  const conf = join(folder, 'conf')
  const quick = options.fullyCompiled === true ? [] : ['-XX:TieredStopAtLevel=1']
  const logging = `-Dlog4j.configurationFile=${join(conf, 'log4j.properties')}`
  const classpath = [join(jars.lib, '*'), ...(options.jars ?? [])].join(delimiter)
  const configured = name === 'gateway' ? [] : ['--configDir', conf]
  return startChild({
    command: java,
    args: [`-Xmx${memory}`, ...quick, ...JVM_FLAGS, logging, '-cp', classpath, main, ...configured],
    cwd: folder,
    env: { FLINK_CONF_DIR: conf, FLINK_PLUGINS_DIR: join(folder, 'plugins') },
    logFile: join(folder, `${name}.log`),
  })
}

async function ready(children: readonly Child[], { rest, gateway }: FlinkPorts): Promise<void> {
  const answer = await waitFor(async () => (children.every((one) => one.alive()) ? await up(rest, gateway) : 'ended'), {
    what: 'Flink to have slots and a gateway',
    timeoutMs: READY_TIMEOUT_MS,
    everyMs: 200,
  })
  if (answer === 'ended') throw new Error("one of Flink's processes ended by itself")
}

async function up(rest: number, gateway: number): Promise<'ready' | undefined> {
  const overview = (await (await fetch(`http://127.0.0.1:${rest}/overview`)).json()) as Record<string, unknown>
  const info = (await (await fetch(`http://127.0.0.1:${gateway}/info`)).json()) as Record<string, unknown>
  return Number(overview['slots-total'] ?? 0) > 0 && info['productName'] === 'Apache Flink' ? 'ready' : undefined
}
