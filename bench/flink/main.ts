import { join } from 'node:path'
import { type TempDir, nexmarkQueries, tempDir, writeNexmark } from '@millrace/testkit'
import { type Contender, type SqlEngine, type Taken, contender, runQuery, startEngine } from './contenders.ts'
import { type FlinkBenchOptions, flinkBenchOptions } from './options.ts'
import { type QueryFigures, report } from './report.ts'

const SEED = 1
/** Of Flink. A job of Millrace runs in one worker. */
const WORKERS = [1, 2]
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
  console.error(`${options.events} events`)
  const folders = new Map(WORKERS.map((workers) => [workers, join(folder.path, `for-${workers}`)]))
  for (const [workers, path] of folders) writeNexmark(path, workers, { seed: SEED, eventCount: options.events })
  const contenders: Contender[] = []
  for (const name of options.engines) {
    console.error(`${name}: start`)
    const engine = await startEngine(name)
    engines.push(engine)
    for (const workers of name === 'flink' ? WORKERS : [1]) {
      contenders.push(await contender(engine, workers, folders.get(workers) as string))
    }
  }
  const sink = sinkOptions(options, folder.path)
  console.error('warm up')
  for (const { sql } of nexmarkQueries.filter(({ name }) => WARM_UP.has(name))) {
    for (const one of contenders) await runQuery(one, sql, BLACKHOLE)
  }
  const figures: QueryFigures[] = []
  for (const { name, title, sql, updates } of nexmarkQueries) {
    if (!options.queries.includes(name)) continue
    const runs = await inTurns(contenders, updates === true ? BLACKHOLE : sink, sql, options.runs)
    figures.push({ name, title, runs })
    console.error(`  ${name}: ${[...runs.values()].map((taken) => taken.map(({ seconds }) => seconds)).join(', ')} s`)
  }
  return figures
}

const BLACKHOLE = { connector: 'blackhole' }

function sinkOptions({ sink }: FlinkBenchOptions, folder: string): Record<string, string> {
  if (sink === 'blackhole') return BLACKHOLE
  return { connector: 'filesystem', path: `file://${join(folder, '{sink}')}`, format: 'json' }
}

/** Never two at a time: what else the machine does falls on all of them alike. */
async function inTurns(
  contenders: readonly Contender[],
  sink: Readonly<Record<string, string>>,
  sql: string,
  runs: number,
): Promise<ReadonlyMap<string, readonly Taken[]>> {
  const taken = new Map<string, Taken[]>(contenders.map(({ name }) => [name, []]))
  for (let run = 0; run < runs; run++) {
    for (const one of contenders) taken.get(one.name)?.push(await runQuery(one, sql, sink))
  }
  return taken
}
