import { connectKafka, serviceLog } from '@millrace/client'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { startBenchEngine, type BenchEngine } from '../measuring/engines.ts'
import { contenders, take, type Contender, type Taken } from './contenders.ts'
import { feed } from './feed.ts'
import { streamsBenchOptions, type StreamsBenchOptions } from './options.ts'
import { report, type RowFigures } from './report.ts'
import type { RowName } from './rows.ts'

/** Our topologies and Kafka Streams', exactly once, in turns on the same broker and the same records. */
export async function benchStreams(args: readonly string[]): Promise<void> {
  const options = streamsBenchOptions(args)
  const all = contenders()
  const engine = await startBenchEngine(options.broker)
  try {
    const figures: RowFigures[] = []
    for (const row of options.rows) figures.push(await measure(engine, all, row, options))
    const plain = figures.map(({ row, runs }) => ({ row, runs: Object.fromEntries(runs) }))
    console.log(options.json ? JSON.stringify(plain, undefined, 2) : report(figures, options))
  } catch (thrown) {
    throw new Error(`the bench failed; the end of the log of the broker:\n${engine.tail()}`, { cause: thrown })
  } finally {
    await engine.stop()
  }
}

async function measure(
  engine: BenchEngine,
  all: readonly Contender[],
  row: RowName,
  { records, keys, runs }: StreamsBenchOptions,
): Promise<RowFigures> {
  const count = row === 'rebuild' ? keys : records
  const ports = { clocks: systemClocks(), random: systemRandom, log: serviceLog('bench') }
  const kafka = await connectKafka({ KAFKA_BROKERS: engine.brokers }, ports)
  await feed(kafka, row, count)
  await kafka.close()
  const taken = new Map<Contender['name'], Taken[]>(all.map(({ name }) => [name, []]))
  for (let run = 0; run < runs; run++) {
    for (const contender of all) {
      // A view has no cache.
      if (row === 'rebuild' && contender.name === 'kafka-streams, cached') continue
      const one = await take(contender, engine, row, count)
      taken.get(contender.name)?.push(one)
      console.error(`${row}, ${contender.name}: ${Math.round(one.perSecond)}/s, ${one.workerCpu.toFixed(2)} cores`)
    }
  }
  return { row, runs: new Map([...taken].filter(([, each]) => each.length > 0)) }
}
