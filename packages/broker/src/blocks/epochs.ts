import { type Clocks, type Epoch, type EpochSink, type OutputBatch, Refusal, invariant } from '@millrace/kernel'
import { type FrameBatch, type Log, type LogPartition, buildBatch, stampLogAppendTime } from '@millrace/log'
import { validateBatch } from '../produce/validate.ts'
import { INTERNAL_TOPICS } from '../topics/name.ts'
import { storedRecords } from '../topics/stored-records.ts'
import type { Topics } from '../topics/topics.ts'
import { type StoredEpoch, decodeEpoch, encodeEpoch } from './epoch-record.ts'

export interface EpochsOptions {
  readonly log: Log
  readonly clocks: Clocks
  readonly topics: Topics
}

/**
 * Where jobs stand, in the compacted topic `__epochs`: one frame holds what an epoch put out and how far it had read,
 * so a crash leaves both or neither.
 *
 * @throws Fault EPOCH_FORMAT
 */
export async function openEpochs(options: EpochsOptions): Promise<Epochs> {
  const { topics } = options
  const stored = new Map<string, StoredEpoch>()
  const topic = topics.get(INTERNAL_TOPICS.epochs)
  const partition = topic && topics.partition(topic, 0)
  if (partition !== undefined) {
    for await (const { key, value } of storedRecords(partition)) {
      if (key === null) continue
      if (value === null) stored.delete(key.toString())
      else stored.set(key.toString(), decodeEpoch(value))
    }
  }
  return new Epochs(options, stored)
}

export class Epochs {
  readonly #options: EpochsOptions
  readonly #stored: Map<string, StoredEpoch>
  readonly #open = new Set<string>()

  constructor(options: EpochsOptions, stored: Map<string, StoredEpoch>) {
    this.#options = options
    this.#stored = stored
  }

  /**
   * The sink of one job.
   *
   * @throws Refusal JOB_IN_USE when it is open already: two of them would overtake each other
   */
  async sink(job: string): Promise<EpochSink> {
    if (this.#open.has(job)) throw new Refusal('JOB_IN_USE', `job ${job} has a sink already: close that one first`)
    this.#open.add(job)
    const topic = await this.#options.topics.internal(INTERNAL_TOPICS.epochs)
    const partition = this.#options.topics.partition(topic, 0)
    invariant(partition !== undefined, 'internal topics are never deleted', topic.name)
    return {
      recover: () => Promise.resolve(this.#stored.get(job)),
      commit: (epoch) => this.#commit(job, epoch, partition),
      close: () => {
        this.#open.delete(job)
        return this.#options.log.flush()
      },
    }
  }

  /** Forgets where a job stood: it is gone for good. */
  async forget(job: string): Promise<void> {
    if (!this.#stored.has(job)) return
    const topic = await this.#options.topics.internal(INTERNAL_TOPICS.epochs)
    const timestamp = this.#options.clocks.domain.now()
    const bytes = buildBatch({ records: [{ key: job, value: null }], timestamp })
    this.#stored.delete(job)
    await this.#options.log.append({ batches: [{ partition: topic.partitions[0] as number, bytes }] }).durable
  }

  async #commit(job: string, epoch: Epoch, partition: LogPartition): Promise<void> {
    const { log, clocks } = this.#options
    const last = this.#stored.get(job)
    if (last !== undefined && epoch.number <= last.number) {
      // It may still be on its way to the disk from the first time.
      await log.flush()
      return
    }
    if (last !== undefined && epoch.number > last.number + 1) {
      throw new Refusal('EPOCH_OUT_OF_ORDER', `epoch ${last.number + 1} of job ${job} is next, not ${epoch.number}`)
    }
    const { number, sources } = epoch
    const position = buildBatch({
      records: [{ key: job, value: encodeEpoch({ number, sources }) }],
      timestamp: clocks.domain.now(),
    })
    const batches = epoch.output.map((output) => this.#checked(output))
    const { durable } = log.append({ batches: [...batches, { partition: partition.number, bytes: position }] })
    this.#stored.set(job, { number, sources })
    await durable
  }

  /** @throws Refusal UNKNOWN_TOPIC_OR_PARTITION, INVALID_TOPIC_EXCEPTION, and those of `validateBatch` */
  #checked({ topic: name, partition: index, bytes }: OutputBatch): FrameBatch {
    const { topics, clocks } = this.#options
    const topic = topics.existing(name)
    const partition = topics.partition(topic, index)
    if (partition === undefined) {
      throw new Refusal(
        'UNKNOWN_TOPIC_OR_PARTITION',
        `topic ${name} has ${topic.partitions.length} partition(s), not ${index}`,
      )
    }
    if (topic.internal) throw new Refusal('INVALID_TOPIC_EXCEPTION', `${name} is the platform's own topic`)
    const settings = topics.settingsOf(topic)
    const now = clocks.domain.now()
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    validateBatch(buffer, { partition: `${name}-${index}`, settings, now })
    if (settings.timestampType === 'LogAppendTime') stampLogAppendTime(buffer, now)
    return { partition: partition.number, bytes: buffer }
  }
}
