import { setTimeout as sleep } from 'node:timers/promises'
import type { Measured } from '../measuring/measure.ts'
import { residentMb } from '../measuring/usage.ts'
import { create, inFlight } from './calls.ts'
import { type ZeebeEngine, startZeebeEngine } from './engines.ts'
import { type ZeebeBenchOptions, zeebeBenchOptions } from './options.ts'
import { messages, nothing } from './processes.ts'
import { type EngineResult, report } from './report.ts'
import { rows } from './rows.ts'

const IDLE_MS = 3000
const WARM_UP_SECONDS = 1

/** Millrace and real Zeebe, in turns and each on fresh data; the table goes to standard output. */
export async function benchZeebe(args: readonly string[]): Promise<void> {
  const options = zeebeBenchOptions(args)
  const engines: ZeebeEngine[] = []
  try {
    const results = await measure(engines, options)
    const { finished, waiting } = options
    const before = finished + waiting === 0 ? '' : `${finished} instances had ended before, ${waiting} waited; `
    console.log(options.json ? JSON.stringify(results, undefined, 2) : report(rows, results, before))
  } catch (thrown) {
    const logs = engines.map(({ name, tail }) => `the end of the log of ${name}:\n${tail()}`)
    throw new Error(`the bench failed; ${logs.join('\n')}`, { cause: thrown })
  } finally {
    await Promise.all(engines.map((engine) => engine.stop()))
  }
}

async function measure(engines: ZeebeEngine[], options: ZeebeBenchOptions): Promise<EngineResult[]> {
  const idleMb = new Map<ZeebeEngine, number>()
  for (const name of options.engines) {
    console.error(`${name}: start`)
    const engine = await startZeebeEngine(name)
    engines.push(engine)
    await sleep(IDLE_MS)
    idleMb.set(engine, residentMb(engine.pid))
    await populate(engine, options)
  }
  const runs = new Map<ZeebeEngine, Measured[][]>(engines.map((engine) => [engine, rows.map(() => [])]))
  for (const [at, row] of rows.entries()) {
    // Once before anything counts: compilers on both sides have then seen it. Then in turns, never two at a time.
    for (const engine of engines) await row.run(engine, WARM_UP_SECONDS)
    for (let run = 0; run < options.runs; run++) {
      for (const engine of engines) runs.get(engine)?.[at]?.push(await row.run(engine, options.seconds))
    }
    const rates = engines.map((engine) =>
      runs.get(engine)?.[at]?.map(({ records, seconds }) => Math.round(records / seconds)),
    )
    console.error(`  ${row.name}: ${rates.map((each) => each?.join(' ')).join(' | ')} ${row.unit}/s`)
  }
  return engines.map((engine) => ({
    name: engine.name,
    startMs: engine.startMs,
    idleMb: idleMb.get(engine) ?? 0,
    peakMb: residentMb(engine.pid, 'peak'),
    runs: runs.get(engine) ?? [],
  }))
}

/** What lies behind, and what waits, before anything is measured. */
async function populate({ name, gateway, pid }: ZeebeEngine, { finished, waiting }: ZeebeBenchOptions): Promise<void> {
  if (finished + waiting === 0) return
  const before = performance.now()
  await inFlight(waiting, 200, (at) => create(gateway, messages.id, { key: `waiting-${at}` }))
  await inFlight(finished, 200, () => create(gateway, nothing.id))
  const seconds = ((performance.now() - before) / 1000).toFixed(0)
  console.error(`${name}: ${finished} ended, ${waiting} wait, after ${seconds} s; ${residentMb(pid)} MB`)
}
