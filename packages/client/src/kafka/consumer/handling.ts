import { Refusal, messageOf, pause } from '@millrace/kernel'
import type { KafkaRecord, OutputRecord } from '../../topic/record.ts'
import { headerText } from '../../topic/record.ts'
import type { AnyTopic, RecordOf } from '../../topic/topic.ts'
import { withTrace } from '../../trace/trace-context.ts'
import { backoffMs } from '../backoff.ts'
import type { Cluster } from '../cluster.ts'
import type { ConsumerOptions, RetryPolicy } from './consumer-options.ts'
import { deadLetter, type DeadLetterReason } from './dead-letter.ts'

const RETRY: RetryPolicy = { attempts: 5, firstMs: 100, mostMs: 10_000 }

/** One record through its handler: tried again with back-off, and given up into the dead-letter topic. */
export class Handling<T extends AnyTopic> {
  readonly counts = { handled: 0, retried: 0, deadLettered: 0 }
  readonly #cluster: Cluster
  readonly #options: ConsumerOptions<T>
  readonly #retry: RetryPolicy
  readonly #topics: ReadonlyMap<string, AnyTopic>
  readonly #giveUp: (record: OutputRecord) => Promise<unknown>

  constructor(cluster: Cluster, options: ConsumerOptions<T>, giveUp: (record: OutputRecord) => Promise<unknown>) {
    this.#cluster = cluster
    this.#options = options
    this.#retry = { ...RETRY, ...options.retry }
    this.#topics = new Map(options.topics.map((topic) => [topic.name, topic]))
    this.#giveUp = giveUp
  }

  /** Resolves when the record is done with. @throws the signal's reason when it was aborted before that. */
  async handle(record: KafkaRecord, signal: AbortSignal): Promise<void> {
    const read = this.#topics.get(record.topic)?.decode(record)
    if (read === undefined || read.kind === 'poison') {
      const reason = read?.reason ?? 'the topic is not subscribed to'
      await this.#bury(record, { reason, kind: 'poison', attempts: 0, by: this.#options.group }, signal)
      return
    }
    await withTrace(headerText(record, 'traceparent'), this.#cluster.ports.random, () =>
      this.#attempt(record, read.record as RecordOf<T>, signal),
    )
  }

  async #attempt(raw: KafkaRecord, record: RecordOf<T>, signal: AbortSignal): Promise<void> {
    const { log, random, clocks } = this.#cluster.ports
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#options.handle(record, { attempt, signal, log })
        this.counts.handled++
        return
      } catch (error) {
        signal.throwIfAborted()
        const refused = error instanceof Refusal
        const by = this.#options.group
        if ((refused || attempt >= this.#retry.attempts) && this.#options.deadLetter !== 'off') {
          const reason = {
            reason: messageOf(error),
            kind: refused ? 'refused' : 'failed',
            attempts: attempt,
            by,
          } as const
          await this.#bury(raw, reason, signal)
          return
        }
        this.counts.retried++
        log.warn(
          { ...placeOf(raw), group: by, attempt, reason: messageOf(error) },
          'a record was not handled and is tried again',
        )
      }
      await pause(clocks.liveness, backoffMs(this.#retry, attempt, random), signal)
    }
  }

  async #bury(record: KafkaRecord, reason: DeadLetterReason, signal: AbortSignal): Promise<void> {
    const { log, random, clocks } = this.#cluster.ports
    const { deadLetter: suffix = '.dlq' } = this.#options
    log.error({ ...placeOf(record), ...reason }, 'a record cannot be handled and goes to the dead letters')
    if (suffix === 'off') {
      this.counts.deadLettered++
      return
    }
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#giveUp(deadLetter(record, suffix, reason))
        this.counts.deadLettered++
        return
      } catch (error) {
        signal.throwIfAborted()
        log.error(
          { ...placeOf(record), reason: messageOf(error) },
          'a dead letter could not be written and is tried again',
        )
      }
      await pause(clocks.liveness, backoffMs(this.#retry, attempt, random), signal)
    }
  }
}

const placeOf = ({ topic, partition, offset }: KafkaRecord) => ({ topic, partition, offset })
