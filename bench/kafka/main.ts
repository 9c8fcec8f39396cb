import { setTimeout as sleep } from 'node:timers/promises'
import { startBenchEngine } from './engines.ts'
import type { EngineFigures } from './figures.ts'
import { benchOptions, type BenchOptions } from './options.ts'
import { report } from './report.ts'
import { session, warmUp } from './session.ts'
import { residentMb } from './usage.ts'
import type { Durability } from './workloads.ts'

// Millrace is always fsynced before it acknowledges; Kafka only when a topic says so.
const DURABILITIES: Record<'millrace' | 'kafka', readonly Durability[]> = {
  millrace: ['as it is'],
  kafka: ['fsync', 'as it is'],
}

const IDLE_MS = 2000

/** Millrace and real Kafka, one after the other and each alone on the machine; the table goes to standard output. */
export async function benchKafka(args: readonly string[]): Promise<void> {
  const options = benchOptions(args)
  const all: EngineFigures[] = []
  for (const name of options.engines) all.push(...(await measure(name, options)))
  console.log(options.json ? JSON.stringify(all, undefined, 2) : report(all))
}

async function measure(name: 'millrace' | 'kafka', options: BenchOptions): Promise<EngineFigures[]> {
  console.error(`${name}: start and warm up`)
  const engine = await startBenchEngine(name)
  try {
    await sleep(IDLE_MS)
    const idleMb = residentMb(engine.pid)
    await warmUp(engine)
    const figures: EngineFigures[] = []
    for (const durability of DURABILITIES[name]) figures.push(await session(engine, durability, idleMb, options))
    return figures
  } catch (thrown) {
    throw new Error(`the bench of ${name} failed; the end of its log:\n${engine.tail()}`, { cause: thrown })
  } finally {
    await engine.stop()
  }
}
