import { join } from 'node:path'
import { type TempDir, nexmarkQueries, tempDir, writeNexmark } from '@millrace/testkit'
import { type Contender, type SqlEngine, type Taken, contender, runQuery, startEngine } from './contenders.ts'
import { type FlinkBenchOptions, flinkBenchOptions } from './options.ts'
import { type QueryFigures, report } from './report.ts'

const SEED = 1
/** Of Flink. A job of Millrace runs in one worker. */
const WORKERS = [1, 2]
const WARM_UP_EVENTS = 100_000
/** One of each kind of operator, so that both engines' compilers have seen the work before anything counts. */
const WARM_UP = new Set(['q0', 'q5', 'q9', 'q17'])

/** Nexmark on Millrace and on real Flink, query by query in turns; the table goes to standard output. */
export async function benchFlink(args: readonly string[]): Promise<void> {
  const options = flinkBenchOptions(args)
  const folder = tempDir('bench-flink-')
  const engines: SqlEngine[] = []
  try {
    const figures = await measure(folder, engines, options)
    console.log(options.json ? JSON.stringify(figures, undefined, 2) : report(figures, engines, options))
  } catch (thrown) {
    const logs = engines.map(({ name, tail }) => `the end of the log of ${name}:\n${tail()}`)
    throw new Error(`the bench failed; ${logs.join('\n')}`, { cause: thrown })
  } finally {
    await Promise.all(engines.map((engine) => engine.stop()))
    folder.remove()
  }
}

async function measure(folder: TempDir, engines: SqlEngine[], options: FlinkBenchOptions): Promise<QueryFigures[]> {
  for (const name of options.engines) {
    console.error(`${name}: start`)
    engines.push(await startEngine(name))
  }
  console.error('warm up')
  const small = await contenders(engines, join(folder.path, 'few'), WARM_UP_EVENTS)
  for (const { sql } of nexmarkQueries.filter(({ name }) => WARM_UP.has(name))) {
    for (const one of small) await runQuery(one, sql, BLACKHOLE)
  }
  console.error(`${options.events} events`)
  const all = await contenders(engines, folder.path, options.events)
  const sink = sinkOptions(options, folder.path)
  const figures: QueryFigures[] = []
  for (const { name, title, sql, updates } of nexmarkQueries) {
    if (!options.queries.includes(name)) continue
    const runs = await inTurns(all, updates === true ? BLACKHOLE : sink, sql, options.runs)
    figures.push({ name, title, runs })
    console.error(`  ${name}: ${[...runs.values()].map((taken) => taken.map(({ seconds }) => seconds)).join(', ')} s`)
  }
  return figures
}

/** Every engine with every number of workers that it takes, over the same events in as many files. */
async function contenders(engines: readonly SqlEngine[], folder: string, eventCount: number): Promise<Contender[]> {
  const made: Contender[] = []
  for (const workers of WORKERS) {
    const takers = engines.filter(({ name }) => name === 'flink' || workers === 1)
    if (takers.length === 0) continue
    const path = join(folder, `for-${workers}`)
    writeNexmark(path, workers, { seed: SEED, eventCount })
    for (const engine of takers) made.push(await contender(engine, workers, path))
  }
  return made
}

const BLACKHOLE = { connector: 'blackhole' }

function sinkOptions({ sink }: FlinkBenchOptions, folder: string): Record<string, string> {
  if (sink === 'blackhole') return BLACKHOLE
  return { connector: 'filesystem', path: `file://${join(folder, '{sink}')}`, format: 'json' }
}

/** Never two at a time: what else the machine does falls on all of them alike. */
async function inTurns(
  all: readonly Contender[],
  sink: Readonly<Record<string, string>>,
  sql: string,
  runs: number,
): Promise<ReadonlyMap<string, readonly Taken[]>> {
  const taken = new Map<string, Taken[]>(all.map(({ name }) => [name, []]))
  for (let run = 0; run < runs; run++) {
    for (const one of all) taken.get(one.name)?.push(await runQuery(one, sql, sink))
  }
  return taken
}
