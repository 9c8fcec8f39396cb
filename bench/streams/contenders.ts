import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { KAFKA_VERSION, javaProgram, mavenClasspath, startChild, tempDir, waitFor } from '@millrace/testkit'
import type { BenchEngine } from '../measuring/engines.ts'
import { cpuSeconds, residentMb } from '../measuring/usage.ts'
import { WINDOW_MS, WORDS_PER_LINE, feedOf, type RowName } from './rows.ts'

/** A way to run the same topologies. */
export interface Contender {
  readonly name: 'millrace' | 'kafka-streams' | 'kafka-streams, cached'
  readonly command: string
  /** Before the arguments that all have; and after them. */
  readonly before: readonly string[]
  readonly after: (stateFolder: string) => readonly string[]
}

/** One run of a row. */
export interface Taken {
  readonly perSecond: number
  readonly seconds: number
  /** Of one core, 1 is all of it. */
  readonly workerCpu: number
  readonly brokerCpu: number
  readonly residentMb: number
}

interface Mark {
  readonly count: number
  readonly ms: number
  readonly cpuMs: number
}

const RUN_TIMEOUT_MS = 180_000
// The default of Kafka Streams: what it holds back of updates of one key.
const CACHE_BYTES = 10 * 1024 * 1024

const fileHere = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const ours: Contender = {
  name: 'millrace',
  command: process.execPath,
  before: [fileHere('worker.ts')],
  after: () => [],
}

function kafkaStreams(name: Contender['name'], cacheBytes: number): Contender {
  const classpath = mavenClasspath(`kafka-streams-bench-${KAFKA_VERSION}`, [
    `org.apache.kafka:kafka-streams:${KAFKA_VERSION}`,
    'org.slf4j:slf4j-nop:1.7.36',
  ])
  const numbers = [String(WORDS_PER_LINE), String(WINDOW_MS)]
  return {
    name,
    command: javaProgram(),
    before: ['-cp', classpath, fileHere('Worker.java')],
    after: (stateFolder) => [String(cacheBytes), stateFolder, ...numbers],
  }
}

/** Ours, and Kafka Streams without its record cache (it then gives each update, as ours does) and with it. */
export const contenders = (): readonly Contender[] => [
  ours,
  kafkaStreams('kafka-streams', 0),
  kafkaStreams('kafka-streams, cached', CACHE_BYTES),
]

let drawn = 0

/** Runs one row once, in a process and an application of its own; the first quarter of the records does not count. */
export async function take(contender: Contender, engine: BenchEngine, row: RowName, records: number): Promise<Taken> {
  using folder = tempDir('bench-streams-')
  const { input, table, output } = feedOf(row)
  const app = `bench-${process.pid}-${drawn++}`
  const { command, before, after } = contender
  const given = [engine.brokers, app, row, input, table, output, String(records)]
  const args = [...before, ...given, ...after(join(folder.path, 'state'))]
  const child = startChild({ command, args, logFile: join(folder.path, 'worker.log') })
  const brokerAt: number[] = []
  try {
    const [from, to] = await waitFor(
      () => {
        const marks = marksOf(child.output())
        while (brokerAt.length < marks.length) brokerAt.push(cpuSeconds(engine.pid))
        if (marks.length < 2 && !child.alive()) throw new Error(`${contender.name}, ${row}: ${child.tail()}`)
        return marks.length < 2 ? undefined : (marks as [Mark, Mark])
      },
      { what: `${contender.name}, ${row}: ${child.tail(5)}`, timeoutMs: RUN_TIMEOUT_MS, everyMs: 10 },
    )
    const seconds = (to.ms - from.ms) / 1000
    return {
      perSecond: (to.count - from.count) / seconds,
      seconds,
      workerCpu: (to.cpuMs - from.cpuMs) / 1000 / seconds,
      brokerCpu: ((brokerAt[1] ?? Number.NaN) - (brokerAt[0] ?? Number.NaN)) / seconds,
      residentMb: residentMb(child.pid, 'peak'),
    }
  } finally {
    await child.stop()
  }
}

const marksOf = (output: string): Mark[] =>
  output
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{"count"'))
    .map((line) => JSON.parse(line) as Mark)
