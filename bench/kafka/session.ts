import { makeTopic, producerFor } from './clients.ts'
import { consumeAll, endToEnd } from './consume.ts'
import type { BenchEngine } from './engines.ts'
import { consumeRow, figuresOf, type EngineFigures, type Figures } from './figures.ts'
import type { Measured } from './measure.ts'
import type { BenchOptions } from './options.ts'
import { produceFor } from './produce.ts'
import { percentile } from './statistics.ts'
import { residentMb } from './usage.ts'
import { WORKLOADS, inWords, type Durability, type Workload } from './workloads.ts'

const END_TO_END_RECORDS = 300
const WARM_UP_SECONDS = 1

/** Runs all rows against an engine that has been warmed up. */
export async function session(
  engine: BenchEngine,
  durability: Durability,
  idleMb: number,
  options: BenchOptions,
): Promise<EngineFigures> {
  const produce: Figures[] = []
  const consume: Figures[] = []
  for (const workload of WORKLOADS) {
    const { sent, read } = await row(engine, durability, workload, options)
    produce.push(figuresOf(inWords(workload), sent))
    if (read.length > 0) consume.push(figuresOf(consumeRow(workload), read))
    console.error(
      `  ${engine.name}, ${durability}: ${inWords(workload)}: ${Math.round(produce.at(-1)?.perSecond ?? 0)} records/s`,
    )
  }
  const latencies = await latency(engine, durability)
  return {
    engine: engine.name,
    durability,
    startMs: engine.startMs,
    idleMb,
    peakMb: residentMb(engine.pid, 'peak'),
    produce,
    consume,
    endToEnd: { p50Ms: percentile(latencies, 50), p99Ms: percentile(latencies, 99) },
  }
}

/** The same kinds of work once before anything counts: compilers on both sides have then seen them. */
export async function warmUp(engine: BenchEngine): Promise<void> {
  const once = { engines: [], runs: 1, seconds: WARM_UP_SECONDS, json: false }
  for (const workload of WORKLOADS) await row(engine, 'as it is', workload, once)
}

/** One row: produce into one topic, several times; what batches wrote is then read. */
async function row(
  { brokers, pid }: BenchEngine,
  durability: Durability,
  workload: Workload,
  { runs, seconds }: BenchOptions,
): Promise<{ sent: Measured[]; read: Measured[] }> {
  const topic = await makeTopic(brokers, workload.partitions, durability)
  const producer = producerFor(brokers)
  const sent: Measured[] = []
  for (let run = 0; run < runs; run++) sent.push(await produceFor(producer, topic, workload, seconds, pid))
  await producer.close()
  const read: Measured[] = []
  const records = sent.reduce((sum, run) => sum + run.records, 0)
  if (workload.batch > 1) {
    for (let run = 0; run < runs; run++) read.push(await consumeAll(brokers, topic, records, pid))
  }
  return { sent, read }
}

async function latency({ brokers }: BenchEngine, durability: Durability): Promise<number[]> {
  const topic = await makeTopic(brokers, 1, durability)
  const producer = producerFor(brokers)
  const latencies = await endToEnd(brokers, producer, topic, END_TO_END_RECORDS)
  await producer.close()
  return latencies
}
