import type { Broker } from '@platformatic/kafka'
import { Fault, Refusal, type Timer } from '@millrace/kernel'
import { RECONNECT, backoffMs } from '../backoff.ts'
import type { Cluster } from '../cluster.ts'
import type { Connections } from '../connections.ts'
import { hasStaleMetadata, kafkaFault } from '../failures.ts'
import type { Identity } from './identity.ts'
import { PartitionQueue, halves, type Batch, type Pending } from './partition-queue.ts'
import { verdict, type Verdict } from './verdict.ts'
import { messagesOf } from './wire.ts'

export interface SenderOptions {
  readonly batchBytes: number
  readonly lingerMs: number
  readonly deliveryTimeoutMs: number
  readonly compression: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd'
  readonly transactionalId?: string
  /** The identity to send under; asked for again after `renew`. */
  readonly identity: () => Promise<Identity>
  readonly renew: () => void
  readonly fenced: (reason: Fault) => void
  /** Before batches of a transaction are sent: their partitions are made part of it. */
  readonly enlist?: (batches: readonly Batch[]) => Promise<void>
}

const REQUEST_BYTES = 8 * 1024 * 1024
const MISSING_TOPIC_MS = 3000

/**
 * Sends what the partitions' queues hold: one request to a broker at a time, in it one batch of each partition that the
 * broker leads. While it is under way, what arrives gathers into the next.
 */
export class Sender {
  readonly #cluster: Cluster
  readonly #connections: Connections
  readonly #options: SenderOptions
  readonly #queues = new Map<string, PartitionQueue>()
  readonly #busy = new Set<string>()
  readonly #idle: (() => void)[] = []
  readonly #missingSince = new Map<string, number>()
  readonly #refreshing = new Set<string>()
  #wake: { readonly at: number; readonly timer: Timer } | undefined
  #stopped: Fault | undefined

  constructor(cluster: Cluster, options: SenderOptions) {
    this.#cluster = cluster
    this.#options = options
    this.#connections = cluster.connections(Math.max(30_000, options.deliveryTimeoutMs / 2))
  }

  push(pending: Pending): void {
    const { topic, partition } = pending.record
    if (this.#stopped !== undefined) {
      pending.reject(this.#stopped)
      return
    }
    const key = `${topic}:${partition}`
    const queue = this.#queues.get(key) ?? new PartitionQueue(topic, partition)
    this.#queues.set(key, queue)
    queue.push(pending)
    this.#schedule(this.#options.lingerMs)
  }

  /** Resolves when nothing is queued or under way. */
  async flushed(): Promise<void> {
    if (this.#quiet()) return
    await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  /** Rejects what has not been sent, and all that comes. */
  fail(reason: Fault): void {
    this.#stopped = reason
    this.drop(reason)
  }

  /** Rejects what has not been sent, and what waits to be repeated. */
  drop(reason: Fault): void {
    for (const queue of this.#queues.values()) {
      if (queue.nextAt !== undefined) this.#options.renew()
      for (const pending of queue.clear()) pending.reject(reason)
    }
    this.#rest()
  }

  async close(): Promise<void> {
    this.#wake?.timer.cancel()
    this.fail(new Fault('CLOSED', 'the producer is closed'))
    await this.#connections.close()
  }

  #quiet(): boolean {
    return [...this.#queues.values()].every((queue) => queue.empty && !queue.inFlight)
  }

  #rest(): void {
    if (this.#idle.length > 0 && this.#quiet()) for (const resolve of this.#idle.splice(0)) resolve()
  }

  /** Pumps after the delay, or at the earlier time that is set already. */
  #schedule(delayMs: number): void {
    const { liveness } = this.#cluster.ports.clocks
    const at = liveness.now() + delayMs
    if (this.#wake !== undefined && this.#wake.at <= at) return
    this.#wake?.timer.cancel()
    const run = (): void => {
      this.#wake = undefined
      this.#pump()
    }
    this.#wake = { at, timer: delayMs > 0 ? liveness.timerIn(delayMs, run) : soon(run) }
  }

  #pump(): void {
    const now = this.#cluster.ports.clocks.liveness.now()
    const byLeader = new Map<string, { broker: Broker; batches: Batch[]; bytes: number }>()
    for (const [key, queue] of this.#queues) {
      if (queue.empty || queue.inFlight) continue
      const broker = this.#cluster.cached(queue.topic)?.leaders[queue.partition]
      if (broker === undefined) this.#refresh(queue.topic)
      else this.#take(queue, broker, byLeader, now)
      if (queue.empty && !queue.inFlight) this.#queues.delete(key)
    }
    for (const { broker, batches } of byLeader.values()) void this.#send(broker, batches)
    this.#wakeForRepeats(now)
    this.#rest()
  }

  #take(
    queue: PartitionQueue,
    broker: Broker,
    byLeader: Map<string, { broker: Broker; batches: Batch[]; bytes: number }>,
    now: number,
  ): void {
    const address = `${broker.host}:${broker.port}`
    if (this.#busy.has(address)) return
    const group = byLeader.get(address) ?? { broker, batches: [], bytes: 0 }
    if (group.bytes >= REQUEST_BYTES) return
    const batch = queue.take(now, this.#options.batchBytes)
    if (batch === undefined) return
    queue.inFlight = true
    group.batches.push(batch)
    group.bytes += batch.records.reduce((sum, { bytes }) => sum + bytes, 0)
    byLeader.set(address, group)
  }

  #wakeForRepeats(now: number): void {
    // Without a leader it is the look-up that wakes.
    const waiting = [...this.#queues.values()].filter(
      ({ inFlight, topic, partition }) => !inFlight && this.#cluster.cached(topic)?.leaders[partition] !== undefined,
    )
    const times = waiting.map(({ nextAt }) => nextAt ?? Infinity)
    const next = Math.min(...times)
    if (Number.isFinite(next)) this.#schedule(Math.max(1, next - now))
  }

  async #send(broker: Broker, batches: readonly Batch[]): Promise<void> {
    const address = `${broker.host}:${broker.port}`
    this.#busy.add(address)
    const answers = await this.#answers(broker, batches)
    this.#busy.delete(address)
    for (const batch of batches) {
      const answer = answers.get(`${batch.topic}:${batch.partition}`) ?? { name: 'UNEXPECTED', offset: -1 }
      this.#settle(batch, answer)
    }
    this.#pump()
  }

  async #answers(broker: Broker, batches: readonly Batch[]): Promise<Map<string, Answer>> {
    const answers = new Map<string, Answer>()
    let sent = false
    try {
      const identity = await this.#options.identity()
      for (const batch of batches) identity.stamp(batch)
      await this.#options.enlist?.(batches)
      sent = true
      for (const group of byIdentity(batches)) {
        for (const [key, answer] of await this.#produce(broker, group)) answers.set(key, answer)
      }
    } catch (error) {
      const name = error instanceof Refusal ? error.code : this.#cluster.nameOf(error)
      for (const { topic, partition } of batches) {
        const key = `${topic}:${partition}`
        if (!answers.has(key)) answers.set(key, { name, offset: -1, error, unanswered: sent })
      }
    }
    return answers
  }

  async #produce(broker: Broker, batches: readonly Batch[]): Promise<Map<string, Answer>> {
    const { compression, transactionalId, deliveryTimeoutMs } = this.#options
    const sequences = new this.#cluster.kafka.NumericMap()
    for (const { topic, partition, identity } of batches)
      sequences.set(`${topic}:${partition}`, identity?.sequence ?? 0)
    const [first] = batches
    const answer = await this.#connections.call(
      broker,
      'Produce',
      -1,
      Math.min(30_000, deliveryTimeoutMs),
      messagesOf(batches),
      {
        compression,
        producerId: first?.identity?.producerId ?? -1n,
        producerEpoch: first?.identity?.epoch ?? -1,
        sequences,
        ...(transactionalId !== undefined && { transactionalId }),
      },
    )
    const answers = new Map<string, Answer>()
    if (typeof answer === 'boolean') return answers
    for (const { name, partitionResponses } of answer.responses) {
      for (const { index, errorCode, baseOffset, errorMessage } of partitionResponses) {
        const error = errorMessage ? new Error(errorMessage) : undefined
        answers.set(`${name}:${index}`, {
          name: this.#cluster.failures.nameOf(errorCode),
          offset: Number(baseOffset),
          error,
        })
      }
    }
    return answers
  }

  #settle(batch: Batch, answer: Answer): void {
    const queue = this.#queues.get(`${batch.topic}:${batch.partition}`) as PartitionQueue
    queue.inFlight = false
    batch.attempts++
    if (answer.unanswered === true) batch.uncertain = true
    if (hasStaleMetadata(answer.name)) this.#cluster.forget(batch.topic)
    const retriable = this.#cluster.failures.retriable(answer.name)
    const { kind } = verdict(batch, answer.name, retriable, this.#options.transactionalId !== undefined)
    this.#apply[kind](batch, answer, queue)
  }

  readonly #apply: Record<Verdict['kind'], (batch: Batch, answer: Answer, queue: PartitionQueue) => void> = {
    written: (batch, { offset }) => {
      for (const [index, pending] of batch.records.entries()) pending.resolve(offset < 0 ? -1 : offset + index)
    },
    repeat: (batch, answer, queue) => this.#repeat(batch, answer, queue),
    split: (batch, _answer, queue) => {
      void this.#options.identity().then((identity) => identity.takeBack(batch))
      queue.putBack(...halves(batch))
    },
    renew: (batch, _answer, queue) => {
      this.#options.renew()
      delete batch.identity
      queue.putBack(batch)
    },
    refused: (batch, answer) => {
      void this.#options.identity().then((identity) => identity.takeBack(batch))
      const text = `${batch.topic}-${batch.partition} refused ${batch.records.length} records: ${answer.name}${reason(answer)}`
      for (const pending of batch.records) pending.reject(new Refusal(answer.name, text))
    },
    lost: (batch, answer) => this.#lose(batch, answer),
    fenced: (_batch, answer) => {
      const fault = kafkaFault(answer.name, `another producer has taken over ${this.#options.transactionalId ?? ''}`)
      for (const pending of _batch.records) pending.reject(fault)
      this.#options.fenced(fault)
      this.fail(fault)
    },
  }

  #repeat(batch: Batch, answer: Answer, queue: PartitionQueue): void {
    const { clocks, random } = this.#cluster.ports
    const now = clocks.liveness.now()
    if (this.#stopped !== undefined || now - batch.since >= this.#options.deliveryTimeoutMs) {
      this.#lose(batch, answer)
      return
    }
    batch.notBefore = now + backoffMs(RECONNECT, batch.attempts, random)
    queue.putBack(batch)
  }

  #lose(batch: Batch, answer: Answer): void {
    // Its numbers are used up, perhaps: whoever comes next needs others.
    this.#options.renew()
    const fate = batch.uncertain ? 'may or may not have been written' : 'were not written'
    const fault = kafkaFault(
      answer.name,
      `${batch.records.length} records for ${batch.topic}-${batch.partition} ${fate}`,
      answer.error,
    )
    for (const pending of batch.records) pending.reject(fault)
  }

  #refresh(topic: string): void {
    if (this.#refreshing.has(topic)) return
    this.#refreshing.add(topic)
    void this.#lookUp(topic)
  }

  async #lookUp(topic: string): Promise<void> {
    const { clocks, random } = this.#cluster.ports
    const views = await this.#cluster.topics([topic]).catch(() => undefined)
    if (views !== undefined) this.#noteMissing(topic, views.has(topic))
    this.#expire(clocks.liveness.now())
    const wait = this.#cluster.cached(topic) === undefined ? backoffMs(RECONNECT, 2, random) : 0
    clocks.liveness.timerIn(wait, () => {
      this.#refreshing.delete(topic)
      this.#schedule(0)
    })
  }

  /** The cluster answers. One that has no such topic for a while has none; a new topic may take a moment to show. */
  #noteMissing(topic: string, there: boolean): void {
    const now = this.#cluster.ports.clocks.liveness.now()
    const since = this.#missingSince.get(topic) ?? now
    if (there) this.#missingSince.delete(topic)
    else this.#missingSince.set(topic, since)
    if (there || now - since < MISSING_TOPIC_MS) return
    this.#missingSince.delete(topic)
    const refusal = new Refusal(
      'UNKNOWN_TOPIC_OR_PARTITION',
      `there is no topic ${topic}; create it, with ensureTopics for instance`,
    )
    for (const queue of this.#queues.values()) {
      if (queue.topic !== topic || queue.inFlight) continue
      for (const pending of queue.clear()) pending.reject(refusal)
    }
    this.#rest()
  }

  /** With no leader known, batches meet their deadline here. */
  #expire(now: number): void {
    for (const queue of this.#queues.values()) {
      if (queue.inFlight || this.#cluster.cached(queue.topic) !== undefined) continue
      const batch = queue.take(now, this.#options.batchBytes, 'any')
      if (batch === undefined) continue
      if (now - batch.since >= this.#options.deliveryTimeoutMs) this.#lose(batch, { name: 'NETWORK', offset: -1 })
      else queue.putBack(batch)
    }
  }
}

interface Answer {
  readonly name: string
  readonly offset: number
  readonly error?: unknown
  /** The request left, and nothing came back. */
  readonly unanswered?: boolean
}

const reason = ({ error }: Answer): string => (error instanceof Error ? `: ${error.message}` : '')

/** At the next turn of the event loop, so that sends of one turn travel together. */
function soon(run: () => void): Timer {
  const handle = setImmediate(run)
  return { cancel: () => clearImmediate(handle) }
}

/** Batches from before and after a renewal cannot share a request. */
function byIdentity(batches: readonly Batch[]): Batch[][] {
  const groups = new Map<string, Batch[]>()
  for (const batch of batches) {
    const key = `${batch.identity?.producerId}:${batch.identity?.epoch}`
    groups.set(key, [...(groups.get(key) ?? []), batch])
  }
  return [...groups.values()]
}
