import { Fault, messageOf, type Timer } from '@millrace/kernel'
import type { KafkaRecord } from '../../topic/record.ts'
import type { AnyTopic } from '../../topic/topic.ts'
import { ensureTopics } from '../admin/ensure-topics.ts'
import { listOffsets } from '../admin/list-offsets.ts'
import type { Cluster } from '../cluster.ts'
import { Fetcher, type Loss } from '../fetch/fetcher.ts'
import type { TopicPartition } from '../group/assign.ts'
import { GroupMember } from '../group/member.ts'
import type { KafkaProducer } from '../producer/producer.ts'
import type { ConsumerOptions, ConsumerProgress, KafkaConsumer } from './consumer-options.ts'
import { Handling } from './handling.ts'
import { Lane } from './lane.ts'
import { Permits } from './permits.ts'

const COMMIT_EVERY_MS = 200
const CONCURRENCY = 16

/** @see KafkaConsumer */
export class GroupConsumer<T extends AnyTopic> implements KafkaConsumer {
  readonly ready: Promise<void>
  readonly #cluster: Cluster
  readonly #options: ConsumerOptions<T>
  readonly #member: GroupMember
  readonly #fetcher: Fetcher
  readonly #handling: Handling<T>
  readonly #permits: Permits
  readonly #lanes = new Map<string, Lane>()
  #committing: Promise<void> | undefined
  #timer: Timer | undefined
  #stopped: Promise<void> | undefined

  constructor(cluster: Cluster, options: ConsumerOptions<T>, producer: () => KafkaProducer) {
    const { group, topics, instanceId, sessionTimeoutMs, concurrency = CONCURRENCY } = options
    this.#cluster = cluster
    this.#options = options
    this.#permits = new Permits(concurrency)
    const graves = new Map<string, Promise<void>>()
    this.#handling = new Handling(cluster, options, async (record) => {
      await once(graves, record.topic, () => ensureTopics(cluster, [{ name: record.topic }]))
      await producer().send(record)
    })
    this.#fetcher = new Fetcher(cluster, {
      deliver: (chunk, release) => this.#lanes.get(`${chunk.topic}:${chunk.partition}`)?.push(chunk, release),
      lost: (loss) => void this.#recover(loss),
      trouble: (reason) => cluster.ports.log.error({ group, reason: reason.message }, 'a consumer cannot read'),
    })
    const first = Promise.withResolvers<void>()
    this.ready = first.promise
    this.#member = new GroupMember(cluster, {
      group,
      topics: topics.map(({ name }) => name),
      ...(instanceId !== undefined && { instanceId }),
      ...(sessionTimeoutMs !== undefined && { sessionTimeoutMs }),
      onAssigned: async (partitions) => {
        await this.#assigned(partitions)
        first.resolve()
      },
      onRevoked: (partitions, how) => this.#revoked(partitions, how),
    })
    this.#member.start()
  }

  get progress(): ConsumerProgress {
    const lanes = [...this.#lanes.values()]
    const lag = lanes.reduce((sum, { end, done }) => sum + Math.max(0, end - done), 0)
    const assigned = lanes.map(({ topic, partition }) => ({ topic, partition }))
    return { ...this.#handling.counts, lag, assigned }
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#end()
    return this.#stopped
  }

  async #end(): Promise<void> {
    await this.#member.stop()
    await this.#fetcher.close()
  }

  async #assigned(partitions: readonly TopicPartition[]): Promise<void> {
    const committed = await this.#member.committed(partitions)
    const from = new Map(committed.map(({ topic, partition, offset }) => [`${topic}:${partition}`, offset]))
    const names = [...new Set(partitions.map(({ topic }) => topic))]
    const [starts, ends] = await Promise.all([
      this.#offsets(names, this.#options.from ?? 'earliest'),
      this.#offsets(names, 'latest'),
    ])
    for (const { topic, partition } of partitions) {
      const start = from.get(`${topic}:${partition}`) ?? starts.get(topic)?.[partition] ?? 0
      this.#open(topic, partition, start, ends.get(topic)?.[partition])
    }
    this.#options.onAssigned?.(partitions)
    this.#timer ??= this.#cluster.ports.clocks.liveness.timerIn(COMMIT_EVERY_MS, () => this.#tick())
  }

  async #offsets(names: readonly string[], at: 'earliest' | 'latest'): Promise<Map<string, number[]>> {
    const offsets = await Promise.all(names.map((name) => listOffsets(this.#cluster, name, at)))
    return new Map(names.map((name, index) => [name, offsets[index] ?? []]))
  }

  #open(topic: string, partition: number, position: number, end = position): void {
    const handle = (record: KafkaRecord, lane: Lane): Promise<void> =>
      this.#permits.run(() =>
        lane.signal.aborted ? Promise.reject(lane.signal.reason) : this.#handling.handle(record, lane.signal),
      )
    const lane = new Lane(topic, partition, position, handle)
    lane.end = end
    this.#lanes.set(`${topic}:${partition}`, lane)
    this.#fetcher.assign(topic, partition, position)
  }

  async #revoked(partitions: readonly TopicPartition[], how: 'rebalance' | 'lost' | 'leave'): Promise<void> {
    const lanes = [...this.#lanes.values()]
    for (const { topic, partition } of partitions) this.#fetcher.unassign(topic, partition)
    this.#timer?.cancel()
    this.#timer = undefined
    await Promise.all(lanes.map((lane) => lane.stop(new Fault('REVOKED', `the partition goes: ${how}`))))
    await this.#committing
    if (how !== 'lost') await this.#commit()
    this.#lanes.clear()
    this.#options.onRevoked?.(partitions)
  }

  #tick(): void {
    this.#committing = this.#commit().finally(() => {
      this.#committing = undefined
      if (this.#timer === undefined) return
      this.#timer = this.#cluster.ports.clocks.liveness.timerIn(COMMIT_EVERY_MS, () => this.#tick())
    })
  }

  async #commit(): Promise<void> {
    const due = [...this.#lanes.values()].filter(({ done, committed }) => done > committed)
    if (due.length === 0) return
    const offsets = due.map(({ topic, partition, done }) => ({ topic, partition, offset: done }))
    try {
      await this.#member.commit(offsets)
      for (const [index, lane] of due.entries()) lane.committed = offsets[index]?.offset ?? lane.committed
    } catch (error) {
      // What is not committed comes again: at least once.
      this.#cluster.ports.log.warn(
        { group: this.#options.group, reason: messageOf(error) },
        'offsets were not committed',
      )
    }
  }

  /** What is gone cannot be read: go on with what is there, and say so. */
  async #recover({ topic, partition, position, reason }: Loss): Promise<void> {
    const lane = this.#lanes.get(`${topic}:${partition}`)
    if (lane === undefined) return
    try {
      const [earliest = [], latest = []] = await Promise.all([
        listOffsets(this.#cluster, topic, 'earliest'),
        listOffsets(this.#cluster, topic, 'latest'),
      ])
      const first = earliest[partition] ?? 0
      // Beyond the end means that the log was cut or is another one: its records have not been seen.
      const next = reason === 'recreated' || position > (latest[partition] ?? 0) ? first : Math.max(first, position)
      const { group } = this.#options
      this.#cluster.ports.log.error(
        { group, topic, partition, position, next, reason },
        'records of a partition are gone; reading goes on',
      )
      await lane.stop(new Fault('REVOKED', 'the position is gone'))
      if (this.#lanes.get(`${topic}:${partition}`) === lane) this.#open(topic, partition, next)
    } catch (error) {
      this.#cluster.ports.log.error(
        { topic, partition, reason: messageOf(error) },
        'a lost position was not found again',
      )
      this.#cluster.ports.clocks.liveness.timerIn(
        1000,
        () => void this.#recover({ topic, partition, position, reason }),
      )
    }
  }
}

function once(made: Map<string, Promise<void>>, key: string, make: () => Promise<void>): Promise<void> {
  const known = made.get(key)
  if (known !== undefined) return known
  const making = make().catch((error: unknown) => {
    made.delete(key)
    throw error
  })
  made.set(key, making)
  return making
}
