import type { Broker, Topic } from '@millrace/broker'
import { Refusal } from '@millrace/kernel'
import type { Table } from '@millrace/sql'
import { ioOf } from '../connectors/table-io.ts'
import type { ForeignKafka } from '../foreign/foreign-kafka.ts'
import { isForeign } from '../foreign/kafka-name.ts'
import type { JobTables } from './job-tables.ts'
import type { JobInput, TableRange } from './messages.ts'
import { endOffsets, rangeOf } from './start-positions.ts'

/** What the log must lend a job. */
export interface Prepared {
  readonly inputs: readonly JobInput[]
  readonly ranges: Readonly<Record<string, TableRange>>
  readonly partitions: Readonly<Record<string, number>>
}

/** Where a job's topics are. */
export interface Preparation {
  readonly broker: Broker
  readonly foreign: ForeignKafka
  /** Addresses that are our own log. */
  readonly own: readonly string[]
}

/** Where a job stood when it last ran: next offsets. */
export type Positions = readonly { readonly topic: string; readonly partition: number; readonly nextOffset: number }[]

/**
 * Finds the topics of a job's tables and where reading begins; goes on from `positions` where the job has run before.
 *
 * @throws Refusal SQL_VALIDATION: no such topic, a connector that is none; Fault when another Kafka does not answer
 */
export async function prepareJob(
  { broker, foreign, own }: Preparation,
  { sources, sinks }: JobTables,
  positions: Positions | undefined,
): Promise<Prepared> {
  const ranges: Record<string, TableRange> = {}
  const first = new Map<string, readonly number[]>()
  for (const table of sources) {
    const io = ioOf(table, 'source', own)
    if (io.kind !== 'log' && io.kind !== 'kafka') continue
    const name = io.kind === 'log' ? io.topic : io.name
    if (io.kind === 'kafka') foreign.use(io)
    const range =
      io.kind === 'log' ? await rangeOf(broker, table, existing(broker, name, table)) : await foreign.rangeOf(io, table)
    ranges[table.path.join('\n')] = range
    const before = first.get(name)
    first.set(name, before?.map((at, n) => Math.min(at, range.starts[n] ?? at)) ?? range.starts)
  }
  const inputs: JobInput[] = []
  for (const [name, starts] of first) {
    const ends = isForeign(name) ? await foreign.endsOf(name) : endOffsets(broker, existing(broker, name))
    for (const [partition, start] of starts.entries()) {
      const at = positions?.find((one) => one.topic === name && one.partition === partition)
      inputs.push({ topic: name, partition, offset: at?.nextOffset ?? start, end: ends[partition] ?? 0 })
    }
  }
  for (const table of sinks) {
    const io = ioOf(table, 'sink', own)
    if (io.kind === 'kafka') foreign.use(io)
  }
  return { inputs, ranges, partitions: await partitionsOf(broker, { sources, sinks }, own) }
}

async function partitionsOf(
  broker: Broker,
  { sources, sinks }: JobTables,
  own: readonly string[],
): Promise<Record<string, number>> {
  const partitions: Record<string, number> = {}
  for (const table of sinks) {
    const io = ioOf(table, 'sink', own)
    if (io.kind !== 'log') continue
    // A kafka sink makes its topic by writing to it, as brokers do.
    const topic =
      table.options['connector'] === undefined
        ? existing(broker, io.topic, table)
        : await broker.topics.ensure(io.topic)
    partitions[topic.name] = topic.partitions.length
  }
  for (const { options } of sources) {
    if (options['error-handling.mode'] !== 'log') continue
    const topic = await broker.topics.ensure(options['error-handling.log.target'] ?? 'error_log')
    partitions[topic.name] = topic.partitions.length
  }
  return partitions
}

function existing(broker: Broker, name: string, table?: Table): Topic {
  const topic = broker.topics.get(name)
  if (topic !== undefined) return topic
  const whose = table === undefined ? '' : ` of table '${table.path.join('.')}'`
  throw new Refusal('SQL_VALIDATION', `there is no topic ${name}${whose}: make it first`)
}
