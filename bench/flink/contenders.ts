import { setTimeout as sleep } from 'node:timers/promises'
import { nexmarkTables, realFlink, startPlatform } from '@millrace/testkit'
import { GatewaySession } from '../../tests/engines/flink/gateway.ts'
import { cpuSeconds, residentMb } from '../measuring/usage.ts'

/** An engine with so many workers, which has the tables of its events. */
export interface Contender {
  readonly name: string
  readonly session: GatewaySession
  readonly engine: SqlEngine
}

/** An engine that runs, and what a job of it took by its own account. */
export interface SqlEngine {
  readonly name: 'millrace' | 'flink'
  readonly gateway: string
  readonly pids: readonly number[]
  /** Processes whose work is counted: not Flink's gateway, which only translates. */
  readonly working: readonly number[]
  readonly idleMb: number
  job(id: string): Promise<JobAccount>
  tail(): string
  stop(): Promise<void>
}

interface JobAccount {
  readonly status: string
  readonly milliseconds: number | undefined
}

const IDLE_MS = 2000
const LARGE_HEAP = {
  'taskmanager.memory.task.heap.size': '3g',
  'taskmanager.memory.network.min': '128m',
  'taskmanager.memory.network.max': '128m',
}

/** With as much heap as these states need, and the compiler that is for long runs. */
export async function startEngine(name: SqlEngine['name']): Promise<SqlEngine> {
  const engine = name === 'flink' ? await flinkEngine() : await millraceEngine()
  await sleep(IDLE_MS)
  return { ...engine, idleMb: sumOf(engine.pids, (pid) => residentMb(pid)) }
}

async function flinkEngine(): Promise<Omit<SqlEngine, 'idleMb'>> {
  const { gateway, rest, pids, tail, stop } = await realFlink({
    config: LARGE_HEAP,
    heap: '3500m',
    fullyCompiled: true,
  })
  const job = async (id: string): Promise<JobAccount> => {
    const found = (await (await fetch(`${rest}/jobs/${id}`)).json()) as { state: string; duration: number }
    return { status: found.state, milliseconds: found.state === 'FINISHED' ? found.duration : undefined }
  }
  return { name: 'flink', gateway, pids, working: pids.slice(0, 2), job, tail, stop }
}

async function millraceEngine(): Promise<Omit<SqlEngine, 'idleMb'>> {
  const platform = await startPlatform()
  const { sql } = platform.ready
  const job = async (id: string): Promise<JobAccount> => {
    const found = (await (await fetch(`${sql}/v1/jobs/${id}`)).json()) as Record<string, string | null>
    const milliseconds = Date.parse(found['endedAt'] ?? '') - Date.parse(found['startedAt'] ?? '')
    return { status: found['status'] ?? '', milliseconds: found['status'] === 'FINISHED' ? milliseconds : undefined }
  }
  const { pid, tail } = platform
  return { name: 'millrace', gateway: sql, pids: [pid], working: [pid], job, tail, stop: () => platform.remove() }
}

/** The same settings on both: batches of changes by key, as Flink's benchmark is run. */
const SETTINGS = {
  'table.exec.mini-batch.enabled': 'true',
  'table.exec.mini-batch.allow-latency': '2 s',
  'table.exec.mini-batch.size': '50000',
}
const OF_FLINK = { 'pipeline.object-reuse': 'true', 'table.optimizer.distinct-agg.split.enabled': 'true' }

/** `folder` has a file of events for each worker. */
export async function contender(engine: SqlEngine, workers: number, folder: string): Promise<Contender> {
  const own = engine.name === 'flink' ? { ...OF_FLINK, 'parallelism.default': String(workers) } : {}
  const session = await GatewaySession.open(engine.gateway, { ...SETTINGS, ...own })
  for (const statement of nexmarkTables(folder)) await mustRun(session, statement)
  return { name: `${engine.name} ${workers}`, session, engine }
}

/** What one run of a query took. */
export interface Taken {
  readonly seconds: number
  readonly cpuSeconds: number
  /** Highest so far of all processes of the engine. */
  readonly peakMb: number
}

let sinks = 0

/** Runs a query into a new table. @throws Error with the engine's words when it fails */
export async function runQuery(
  { session, engine }: Contender,
  sql: string,
  sinkOptions: Readonly<Record<string, string>>,
): Promise<Taken> {
  const sink = `sink_${++sinks}`
  const options = Object.entries(sinkOptions).map(([key, value]) => `'${key}' = '${value.replace('{sink}', sink)}'`)
  const before = sumOf(engine.working, cpuSeconds)
  const { rows } = await mustRun(session, `CREATE TABLE ${sink} WITH (${options.join(', ')}) AS ${sql}`)
  const id = rows[0]?.at(-1) ?? ''
  const milliseconds = await ended(engine, id)
  const cpu = sumOf(engine.working, cpuSeconds) - before
  await mustRun(session, `DROP TABLE ${sink}`)
  return {
    seconds: milliseconds / 1000,
    cpuSeconds: cpu,
    peakMb: sumOf(engine.pids, (pid) => residentMb(pid, 'peak')),
  }
}

async function ended(engine: SqlEngine, id: string): Promise<number> {
  for (;;) {
    const { status, milliseconds } = await engine.job(id)
    if (milliseconds !== undefined) return milliseconds
    if (status === 'FAILED' || status === 'CANCELED') throw new Error(`job ${id} of ${engine.name}: ${status}`)
    await sleep(50)
  }
}

async function mustRun(session: GatewaySession, sql: string) {
  const answer = await session.run(sql)
  if (answer.error !== undefined) throw new Error(`${answer.error}\n${sql}`)
  return answer
}

function sumOf(pids: readonly number[], of: (pid: number) => number): number {
  return pids.reduce((sum, pid) => sum + of(pid), 0)
}
