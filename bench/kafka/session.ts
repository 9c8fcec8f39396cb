import type { Producer } from '@platformatic/kafka'
import { makeTopic, producerFor } from './clients.ts'
import { consume, endToEnd } from './consume.ts'
import type { BenchEngine } from '../measuring/engines.ts'
import { consumeRow, figuresOf, type Figures } from './figures.ts'
import type { Measured } from '../measuring/measure.ts'
import type { BenchOptions } from './options.ts'
import { produceFor } from './produce.ts'
import { WORKLOADS, inWords, type Durability, type Workload } from './workloads.ts'

// The same number on every side: a client that reads for longer reads slower.
const MOST_READ_RECORDS = 200_000
const END_TO_END_RECORDS = 300
const WARM_UP_SECONDS = 0.5

/** One column of the table: an engine with one durability. */
export interface Contender {
  readonly engine: BenchEngine
  readonly durability: Durability
  readonly produce: Figures[]
  readonly consume: Figures[]
  latenciesMs: readonly number[]
}

/** What one contender has of one row. */
interface Entry {
  readonly contender: Contender
  readonly topic: string
  readonly producer: Producer
  readonly sent: Measured[]
  readonly read: Measured[]
}

export function contender(engine: BenchEngine, durability: Durability): Contender {
  return { engine, durability, produce: [], consume: [], latenciesMs: [] }
}

/**
 * Runs every row. The contenders take turns run by run, never two at a time: what else the machine does meanwhile, and
 * how warm its disk is, falls on all of them alike.
 */
export async function session(contenders: readonly Contender[], options: BenchOptions): Promise<void> {
  for (const workload of WORKLOADS) {
    const entries = await row(contenders, workload, options)
    for (const { contender: one, sent, read } of entries) {
      one.produce.push(figuresOf(inWords(workload), sent))
      if (read.length > 0) one.consume.push(figuresOf(consumeRow(workload), read))
    }
    const rates = contenders.map((one) => Math.round(one.produce.at(-1)?.perSecond ?? 0))
    console.error(`  ${inWords(workload)}: ${rates.join(', ')} records/s`)
  }
  for (const one of contenders) one.latenciesMs = await latency(one)
}

/** The same kinds of work once before anything counts: compilers on both sides have then seen them. */
export async function warmUp(contenders: readonly Contender[]): Promise<void> {
  const once = { engines: [], runs: 1, seconds: WARM_UP_SECONDS, json: false }
  for (const workload of WORKLOADS) await row(contenders, workload, once)
}

/** Produce into one topic each, several times; what batches wrote is then read. */
async function row(
  contenders: readonly Contender[],
  workload: Workload,
  { runs, seconds }: BenchOptions,
): Promise<Entry[]> {
  const entries: Entry[] = []
  for (const one of contenders) entries.push(await entry(one, workload))
  for (let run = 0; run < runs; run++) {
    for (const { contender: one, producer, topic, sent } of entries) {
      sent.push(await produceFor(producer, topic, workload, seconds, one.engine.pid))
    }
  }
  const count = Math.min(
    MOST_READ_RECORDS,
    ...entries.map(({ sent }) => sent.reduce((sum, { records }) => sum + records, 0)),
  )
  for (let run = 0; run < runs && workload.batch > 1; run++) {
    for (const { contender: one, topic, read } of entries) {
      read.push(await consume(one.engine.brokers, topic, count, one.engine.pid))
    }
  }
  for (const { producer } of entries) await producer.close()
  return entries
}

async function entry(one: Contender, { partitions }: Workload): Promise<Entry> {
  const { brokers } = one.engine
  const topic = await makeTopic(brokers, partitions, one.durability)
  return { contender: one, topic, producer: producerFor(brokers), sent: [], read: [] }
}

async function latency({ engine: { brokers }, durability }: Contender): Promise<number[]> {
  const topic = await makeTopic(brokers, 1, durability)
  const producer = producerFor(brokers)
  const latencies = await endToEnd(brokers, producer, topic, END_TO_END_RECORDS)
  await producer.close()
  return latencies
}
