import { type Random, below, seededRandom } from '@millrace/kernel'
import { type LogPartition, BatchHeader, records, wholeBatchAt } from '@millrace/log'
import { expect, it } from 'vitest'
import { type TestBroker, batchOf, testBroker, topicOf } from '../../test/broker.ts'
import type { TransactionalProducer } from './coordinator.ts'

const SEEDS = 40
const STEPS = 120
const PARTITIONS = 3
const IDS = ['x', 'y']

/** One producer of the simulation: what it thinks it is, and what it has sent in its open transaction. */
interface Client extends TransactionalProducer {
  sequences: number[]
  pending: string[]
  added: Set<number>
}

/**
 * Several producers under two transactional ids (so they fence one another), time-outs and restarts. The model knows
 * only which values were acknowledged as committed; readers of committed records must see exactly those, in order.
 */
class Simulation {
  readonly random: Random
  broker!: TestBroker
  readonly committed = new Set<string>()
  readonly sent = new Set<string>()
  readonly identities = new Set<string>()
  clients: Client[] = []
  #value = 0

  constructor(seed: number) {
    this.random = seededRandom(seed)
  }

  async run(): Promise<void> {
    this.broker = await testBroker()
    await topicOf(this.broker, 't', PARTITIONS)
    for (let step = 0; step < STEPS; step++) await this.#step()
    this.broker.clocks.liveness.advance(60_000)
    await this.broker.log.flush()
  }

  async #step(): Promise<void> {
    const client = this.clients[below(this.random, Math.max(1, this.clients.length))]
    const choice = below(this.random, 20)
    if (client === undefined || choice < 2) return this.#begin()
    if (choice < 6) return this.#add(client)
    if (choice < 14) return this.#send(client)
    if (choice < 18) return this.#end(client, choice < 16)
    if (choice === 18) this.broker.clocks.liveness.advance(below(this.random, 40_000))
    else await this.#restart()
  }

  async #begin(): Promise<void> {
    const transactionalId = IDS[below(this.random, IDS.length)] as string
    const request = { transactionalId, timeoutMs: 60_000, expected: undefined }
    const reply = await this.broker.transactions.coordinator.init(request)
    if (reply.error !== 'NONE') throw new Error(reply.error)
    const { id, epoch } = reply.producer
    // T2: nobody else has this identity.
    if (this.identities.has(`${id}/${epoch}`)) throw new Error(`producer ${id} has epoch ${epoch} twice`)
    this.identities.add(`${id}/${epoch}`)
    const client = { transactionalId, id, epoch, sequences: [0, 0, 0], pending: [], added: new Set<number>() }
    this.clients = [...this.clients, client].slice(-4)
  }

  async #add(client: Client): Promise<void> {
    const partition = below(this.random, PARTITIONS)
    const error = await this.broker.transactions.coordinator.addPartitions(client, [{ topic: 't', partition }])
    if (error === 'NONE') client.added.add(partition)
    else this.#dismiss(client)
  }

  async #send(client: Client): Promise<void> {
    const index = below(this.random, PARTITIONS)
    const value = String(this.#value++)
    const sequence = client.sequences[index] as number
    const repeated = below(this.random, 4) === 0
    const outcomes = [await this.#produce(client, index, sequence, value)]
    if (repeated) outcomes.push(await this.#produce(client, index, sequence, value))
    if (outcomes[0] === undefined) return client.added.has(index) ? this.#dismiss(client) : undefined
    if (!client.added.has(index)) throw new Error('T5: records outside the transaction were taken')
    if (repeated && outcomes[0] !== outcomes[1]) throw new Error('a repetition was appended again')
    client.sequences[index] = sequence + 1
    client.pending.push(value)
    this.sent.add(value)
  }

  async #produce(client: Client, index: number, sequence: number, value: string): Promise<number | undefined> {
    const records = batchOf([value], {
      producer: { id: client.id, epoch: client.epoch, sequence },
      transactional: true,
    })
    const part = { topic: this.broker.topics.existing('t'), index, records }
    const { transactionalId } = client
    const [result] = await this.broker.produce.produce({ transactionalId, acks: -1, parts: [part] })
    return result?.error === undefined ? result?.baseOffset : undefined
  }

  async #end(client: Client, commit: boolean): Promise<void> {
    const error = await this.broker.transactions.coordinator.end(client, commit)
    if (error === 'NONE' && commit) for (const value of client.pending) this.committed.add(value)
    if (error === 'NONE' || error === 'INVALID_TXN_STATE') {
      client.pending = []
      client.added.clear()
    } else {
      this.#dismiss(client)
    }
  }

  async #restart(): Promise<void> {
    this.broker.close()
    this.broker = await testBroker({}, this.broker.log)
  }

  #dismiss(client: Client): void {
    this.clients = this.clients.filter((other) => other !== client)
  }

  /** What a reader of committed records gets from a partition, as a client filters it. */
  async readCommitted(index: number): Promise<string[]> {
    const partition = this.broker.topics.partition(this.broker.topics.existing('t'), index) as LogPartition
    const upTo = partition.lastStableOffset
    if (upTo !== partition.highWatermark) throw new Error(`a transaction is still open in partition ${index}`)
    const aborted = partition.abortedTransactions(0, upTo)
    const read = await partition.read({ from: 0, upTo, maxBytes: 1e8, atLeastOne: true })
    const chunk = Buffer.concat(read.chunks)
    const values: string[] = []
    for (let at = 0; at < chunk.length; at += wholeBatchAt(chunk, at) ?? Infinity) {
      const header = new BatchHeader(chunk, at)
      const { producerId, baseOffset } = header
      const isAborted = aborted.some(
        (one) => one.producerId === producerId && one.firstOffset <= baseOffset && baseOffset < one.lastOffset,
      )
      if (header.isControl || isAborted) continue
      for (const record of records(chunk.subarray(at, at + header.sizeBytes))) values.push(String(record.value))
    }
    return values
  }
}

it(`shows readers exactly what was committed, through fencing, time-outs and restarts: seeds 1 to ${SEEDS}`, async () => {
  let committed = 0
  for (let seed = 1; seed <= SEEDS; seed++) {
    const simulation = new Simulation(seed)
    await simulation.run()
    const seen: string[] = []
    for (let index = 0; index < PARTITIONS; index++) {
      const values = await simulation.readCommitted(index)
      expect(values, `seed ${seed}: order in partition ${index}`).toEqual(
        values.toSorted((a, b) => Number(a) - Number(b)),
      )
      seen.push(...values)
    }
    const byNumber = (values: Iterable<string>): number[] => [...values].map(Number).sort((a, b) => a - b)
    expect(byNumber(seen), `seed ${seed}`).toEqual(byNumber(simulation.committed))
    committed += simulation.committed.size
  }
  // The seeds are of use only while they commit something.
  expect(committed).toBeGreaterThan(SEEDS)
}, 60_000)
