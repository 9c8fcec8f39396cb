import { recordsIn } from '@millrace/broker'
import type { KafkaClient, TransactionalProducer } from '@millrace/client'
import { type Clocks, Fault, type LogPort, type OutputBatch, type Random, Refusal, pause } from '@millrace/kernel'
import type { Table } from '@millrace/sql'
import type { TableRange } from '../jobs/messages.ts'
import type { TableIo } from '../connectors/table-io.ts'
import { partsOf } from './kafka-name.ts'
import { environmentOf } from './kafka-properties.ts'
import { KafkaSource } from './kafka-source.ts'

type KafkaIo = Extract<TableIo, { kind: 'kafka' }>

export interface ForeignPorts {
  readonly clocks: Clocks
  readonly random: Random
  readonly log: LogPort
}

/** A delivery that fails is tried again so often, with longer and longer pauses. */
const TRIES = 8
const BACKOFF_MS = 250
/** Records given to the producer at once: fewer than may wait in it. */
const MOST_UNDER_WAY = 50_000

/** The other Kafkas that one job reads and writes. Clients are made when they are needed first. */
export class ForeignKafka {
  readonly #job: string
  readonly #ports: ForeignPorts
  readonly #properties = new Map<string, Readonly<Record<string, string>>>()
  readonly #clients = new Map<string, Promise<KafkaClient>>()
  readonly #producers = new Map<string, TransactionalProducer>()

  constructor(job: string, ports: ForeignPorts) {
    this.#job = job
    this.#ports = ports
  }

  /** Makes a table's servers known, so that its name alone says them. */
  use({ name, properties }: KafkaIo): void {
    this.#properties.set(partsOf(name).servers, properties)
  }

  /** Where a table's rows begin and end. @throws Refusal SQL_VALIDATION: no such topic; Fault when nobody answers */
  async rangeOf({ name, topic }: KafkaIo, table: Table): Promise<TableRange> {
    const admin = (await this.#client(name)).admin()
    const [found] = await admin.describeTopics([topic])
    if (found === undefined) {
      throw new Refusal('SQL_VALIDATION', `there is no topic ${topic} at ${partsOf(name).servers}: make it first`)
    }
    const starts = await this.#starts(name, topic, table, found.partitions)
    const bounded = table.options['scan.bounded.mode'] === 'latest-offset'
    return { starts, ends: bounded ? await admin.offsets(topic, 'stable') : undefined }
  }

  /** Where each partition of a topic ends now. */
  async endsOf(name: string): Promise<number[]> {
    return (await this.#client(name)).admin().offsets(partsOf(name).topic, 'stable')
  }

  /** Starts to read a partition. */
  async source(name: string, partition: number, offset: number): Promise<KafkaSource> {
    const source = new KafkaSource(name, await this.#client(name), this.#ports.log)
    queueMicrotask(() => source.read(partsOf(name).topic, partition, offset))
    return source
  }

  /**
   * Writes what an epoch put out, as one transaction for each Kafka, with the epoch's number in it as the offset of a
   * group of the job's own: what was delivered before a crash is not delivered again.
   *
   * @throws Fault when it cannot be delivered; it may be tried again
   */
  async deliver(epoch: number, output: readonly OutputBatch[], mayBeThere: boolean): Promise<void> {
    for (const [servers, batches] of Map.groupBy(output, ({ topic }) => partsOf(topic).servers)) {
      await this.#deliverTo(servers, epoch, batches, mayBeThere)
    }
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#producers.values()].map((producer) => producer.close()))
    const clients = await Promise.allSettled(this.#clients.values())
    await Promise.all(clients.flatMap((client) => (client.status === 'fulfilled' ? [client.value.close()] : [])))
  }

  async #deliverTo(
    servers: string,
    epoch: number,
    batches: readonly OutputBatch[],
    mayBeThere: boolean,
  ): Promise<void> {
    const [first] = batches
    if (first === undefined) return
    const group = `millrace-sql-${this.#job}`
    const marker = { topic: partsOf(first.topic).topic, partition: 0 }
    let uncertain = mayBeThere
    for (let tries = 1; ; tries++) {
      try {
        const client = await this.#client(first.topic)
        if (uncertain) {
          const [done] = await client.admin().committedOffsets(group, [marker])
          if (done !== undefined && done.offset >= epoch) return
        }
        uncertain = true
        const position = { group, generation: -1, memberId: '', offsets: [{ ...marker, offset: epoch }] }
        await this.#producer(servers, client).transaction(async (transaction) => {
          const records = batches.flatMap(({ topic, bytes }) =>
            Array.from(recordsIn(Buffer.from(bytes)), ({ key, value, timestamp }) => {
              return { topic: partsOf(topic).topic, key, value, timestamp }
            }),
          )
          for (let at = 0; at < records.length; at += MOST_UNDER_WAY) {
            await Promise.all(records.slice(at, at + MOST_UNDER_WAY).map((record) => transaction.send(record)))
          }
          await transaction.commitOffsets(position)
        })
        return
      } catch (error) {
        if (!(error instanceof Fault) || tries === TRIES) throw error
        this.#ports.log.warn({ servers, epoch, reason: error.message }, 'an epoch was not delivered: it is tried again')
        await pause(this.#ports.clocks.liveness, BACKOFF_MS * 2 ** tries)
      }
    }
  }

  #producer(servers: string, client: KafkaClient): TransactionalProducer {
    const known = this.#producers.get(servers)
    if (known !== undefined && !known.fenced) return known
    const producer = client.transactionalProducer(`millrace-sql-${this.#job}`)
    this.#producers.set(servers, producer)
    return producer
  }

  #client(name: string): Promise<KafkaClient> {
    const { servers } = partsOf(name)
    const known = this.#clients.get(servers)
    if (known !== undefined) return known
    const client = this.#connect(servers)
    this.#clients.set(servers, client)
    client.catch(() => this.#clients.delete(servers))
    return client
  }

  async #connect(servers: string): Promise<KafkaClient> {
    const { connectKafka } = await import('@millrace/client')
    const properties = this.#properties.get(servers) ?? { 'bootstrap.servers': servers }
    return await connectKafka(environmentOf(properties), this.#ports)
  }

  async #starts(name: string, topic: string, { options }: Table, partitions: number): Promise<number[]> {
    const admin = (await this.#client(name)).admin()
    const mode =
      options['connector'] === 'kafka' ? (options['scan.startup.mode'] ?? 'group-offsets') : 'earliest-offset'
    switch (mode) {
      case 'earliest-offset':
        return admin.offsets(topic, 'earliest')
      case 'latest-offset':
        return admin.offsets(topic, 'latest')
      case 'timestamp':
        return admin.offsets(topic, { time: Number(options['scan.startup.timestamp-millis']) })
      case 'group-offsets': {
        const otherwise = await admin.offsets(
          topic,
          options['properties.auto.offset.reset'] === 'latest' ? 'latest' : 'earliest',
        )
        const group = options['properties.group.id']
        const all = Array.from({ length: partitions }, (_, partition) => ({ topic, partition }))
        const committed = group === undefined ? [] : await admin.committedOffsets(group, all)
        return otherwise.map((first, at) => committed.find(({ partition }) => partition === at)?.offset ?? first)
      }
      default:
        throw new Refusal('SQL_VALIDATION', `'scan.startup.mode' = '${mode}' on another Kafka`)
    }
  }
}
