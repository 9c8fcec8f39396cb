import {
  backoffMs,
  deadLetter,
  headerText,
  withTrace,
  type AnyTopic,
  type DeadLetterReason,
  type KafkaClient,
  type KafkaRecord,
  type OutputRecord,
  type RecordOf,
} from '@millrace/client'
import { Fault, Refusal, messageOf } from '@millrace/kernel'
import type { ProcessorOptions, StoreSpecs, StoresOf } from './processor-options.ts'
import type { Task } from './task.ts'

const LOOK_AGAIN_MS = 20
const RETRY = { attempts: 5, firstMs: 100, mostMs: 10_000 }

/** Records through `process`, each wholly or not at all. */
export class RecordWork<T extends AnyTopic, Specs extends StoreSpecs> {
  readonly counts = { processed: 0, deadLettered: 0 }
  readonly #kafka: KafkaClient
  readonly #options: ProcessorOptions<T, Specs>
  readonly #topics: ReadonlyMap<string, AnyTopic>

  constructor(kafka: KafkaClient, options: ProcessorOptions<T, Specs>) {
    this.#kafka = kafka
    this.#options = options
    this.#topics = new Map(options.inputs.map((topic) => [topic.name, topic]))
  }

  /** Works on up to `most` records of the task; gives how many were done with. */
  async some(task: Task, most: number, send: (record: OutputRecord) => void): Promise<number> {
    const { liveness } = this.#kafka.ports.clocks
    for (let done = 0; ; done++) {
      const record = task.head()
      if (record === undefined || done >= most || task.notBefore > liveness.now()) return done
      if (this.#waits(task)) return done
      const outcome = this.#one(task, record, send)
      // Most work is done at once: a promise for each record would cost as much as the work.
      if (!(typeof outcome === 'boolean' ? outcome : await outcome)) return done
      task.advance(record)
    }
  }

  /** The oldest record may be on its way. */
  #waits(task: Task): boolean {
    const { waitForInputsMs: most = 0 } = this.#options
    if (most === 0 || !task.awaitsInput()) {
      task.waitingSince = undefined
      return false
    }
    const now = this.#kafka.ports.clocks.liveness.now()
    task.waitingSince ??= now
    if (now - task.waitingSince >= most) return false
    task.notBefore = now + LOOK_AGAIN_MS
    return true
  }

  /** False: later again. */
  #one(task: Task, record: KafkaRecord, send: (record: OutputRecord) => void): boolean | Promise<boolean> {
    const read = this.#topics.get(record.topic)?.decode(record)
    if (read === undefined || read.kind === 'poison') {
      return this.#bury(record, { reason: read?.reason ?? 'not an input', kind: 'poison', attempts: 0 }, send)
    }
    task.attempts++
    const staged: OutputRecord[] = []
    const failed = (error: unknown): boolean => {
      // Not the record's fault, and state must not be guessed: the transaction is aborted, until somebody mends it.
      if (error instanceof Fault && error.code === 'STATE_UNREADABLE') throw error
      for (const store of task.stores.values()) store.dropRecord()
      return this.#failed(task, record, error, send)
    }
    try {
      const working = this.#process(task, record, read.record as RecordOf<T>, staged)
      return working === undefined
        ? this.#keep(task, staged, send)
        : working.then(() => this.#keep(task, staged, send), failed)
    } catch (error) {
      return failed(error)
    }
  }

  /** As part of the trace that the record brings, when it brings one. */
  #process(task: Task, raw: KafkaRecord, record: RecordOf<T>, staged: OutputRecord[]): Promise<void> | undefined {
    const work = (): Promise<void> | void =>
      this.#options.process(record, {
        send: (output) =>
          staged.push(output.timestamp === undefined ? { ...output, timestamp: raw.timestamp } : output),
        stores: task.byName as unknown as StoresOf<Specs>,
        partition: task.partition,
        attempt: task.attempts,
        log: this.#kafka.ports.log,
      })
    const trace = raw.headers.length === 0 ? undefined : headerText(raw, 'traceparent')
    const working = trace === undefined ? work() : withTrace(trace, this.#kafka.ports.random, work)
    return working instanceof Promise ? working : undefined
  }

  #keep(task: Task, staged: readonly OutputRecord[], send: (record: OutputRecord) => void): true {
    for (const store of task.stores.values()) store.keepRecord()
    for (const output of staged) send(output)
    this.counts.processed++
    return true
  }

  #failed(task: Task, record: KafkaRecord, error: unknown, send: (record: OutputRecord) => void): boolean {
    const { retry = RETRY, id, deadLetter: suffix } = this.#options
    const refused = error instanceof Refusal
    const { attempts } = task
    if ((refused || attempts >= retry.attempts) && suffix !== 'off') {
      return this.#bury(record, { reason: messageOf(error), kind: refused ? 'refused' : 'failed', attempts }, send)
    }
    const { clocks, log, random } = this.#kafka.ports
    const { topic, partition, offset } = record
    log.warn(
      { processor: id, topic, partition, offset, attempts, reason: messageOf(error) },
      'a record was not processed and is tried again',
    )
    task.notBefore = clocks.liveness.now() + backoffMs(retry, attempts, random)
    return false
  }

  #bury(record: KafkaRecord, reason: Omit<DeadLetterReason, 'by'>, send: (record: OutputRecord) => void): true {
    const { id, deadLetter: suffix = '.dlq' } = this.#options
    const { topic, partition, offset } = record
    this.counts.deadLettered++
    this.#kafka.ports.log.error(
      { processor: id, topic, partition, offset, ...reason },
      'a record cannot be processed and is a dead letter',
    )
    if (suffix !== 'off') send(deadLetter(record, suffix, { ...reason, by: id }))
    return true
  }
}
