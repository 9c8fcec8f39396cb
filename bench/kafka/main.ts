import { setTimeout as sleep } from 'node:timers/promises'
import { startBenchEngine, type BenchEngine } from '../measuring/engines.ts'
import { engineFigures, type EngineFigures } from './figures.ts'
import { benchOptions, type BenchOptions } from './options.ts'
import { report } from './report.ts'
import { contender, session, warmUp } from './session.ts'
import { residentMb } from '../measuring/usage.ts'
import type { Durability } from './workloads.ts'

// Millrace is always fsynced before it acknowledges; Kafka only when a topic says so.
const DURABILITIES: Record<'millrace' | 'kafka', readonly Durability[]> = {
  millrace: ['as it is'],
  kafka: ['fsync', 'as it is'],
}

const IDLE_MS = 2000

/** Millrace and real Kafka, in turns and each on fresh data; the table goes to standard output. */
export async function benchKafka(args: readonly string[]): Promise<void> {
  const options = benchOptions(args)
  const engines: BenchEngine[] = []
  try {
    const figures = await measure(engines, options)
    console.log(options.json ? JSON.stringify(figures, undefined, 2) : report(figures))
  } catch (thrown) {
    const logs = engines.map(({ name, tail }) => `the end of the log of ${name}:\n${tail()}`)
    throw new Error(`the bench failed; ${logs.join('\n')}`, { cause: thrown })
  } finally {
    await Promise.all(engines.map((engine) => engine.stop()))
  }
}

async function measure(engines: BenchEngine[], options: BenchOptions): Promise<EngineFigures[]> {
  const idleMb = new Map<BenchEngine, number>()
  for (const name of options.engines) {
    console.error(`${name}: start`)
    const engine = await startBenchEngine(name)
    engines.push(engine)
    await sleep(IDLE_MS)
    idleMb.set(engine, residentMb(engine.pid))
  }
  const contenders = engines.flatMap((engine) => DURABILITIES[engine.name].map((one) => contender(engine, one)))
  console.error('warm up')
  await warmUp(contenders)
  console.error(`rows (${contenders.map(({ engine, durability }) => `${engine.name} ${durability}`).join(', ')}):`)
  await session(contenders, options)
  return contenders.map((one) => engineFigures(one, idleMb.get(one.engine) ?? 0))
}
