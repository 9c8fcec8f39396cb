import { Fault } from '@millrace/kernel'
import type { Cluster, CoordinatorCall } from '../cluster.ts'
import type { Connections } from '../connections.ts'
import { isFenced, kafkaFault } from '../failures.ts'
import { Identity } from './identity.ts'

/** Offsets of a group, and the membership that may commit them. */
export interface GroupPosition {
  readonly group: string
  readonly generation: number
  readonly memberId: string
  readonly instanceId?: string
  /** The next offset to be read of each partition. */
  readonly offsets: readonly { readonly topic: string; readonly partition: number; readonly offset: number }[]
}

interface Place {
  readonly topic: string
  readonly partition: number
}

/** The calls to the transaction coordinator (KIP-98, KIP-447), repeated while that can help. */
export class Coordination {
  readonly #cluster: Cluster
  readonly #connections: Connections
  readonly #id: string
  readonly #timeoutMs: number
  readonly #enlisted = new Set<string>()
  #open = false
  /** Whose offsets the transaction before committed: mostly this one's too. */
  #group: string | undefined
  #joined: { readonly group: string; readonly done: Promise<void> } | undefined

  constructor(cluster: Cluster, connections: Connections, transactionalId: string, timeoutMs: number) {
    this.#cluster = cluster
    this.#connections = connections
    this.#id = transactionalId
    this.#timeoutMs = timeoutMs
  }

  isFencing(name: string): boolean {
    return isFenced(name)
  }

  /** A new epoch of the id; `held` proves to the broker that it is the holder who asks (KIP-360). */
  async claim(held: Identity | undefined): Promise<Identity> {
    this.#forget()
    const answer = await this.#cluster.callCoordinator(
      this.#connections,
      this.#call<{ errorCode: number }>(({ errorCode }) => errorCode),
      'InitProducerId',
      this.#id,
      this.#timeoutMs,
      held?.producerId ?? -1n,
      held?.epoch ?? -1,
    )
    return new Identity(answer.producerId, answer.producerEpoch)
  }

  /** Makes the partitions part of the transaction, each once. */
  async enlist({ producerId, epoch }: Identity, places: readonly Place[]): Promise<void> {
    const fresh = places.filter(({ topic, partition }) => !this.#enlisted.has(`${topic}:${partition}`))
    if (fresh.length === 0) return
    // Kafka turns down what comes while it still writes the last change of the transaction.
    await this.#joined?.done.catch(() => undefined)
    const topics = byTopic(fresh, ({ partition }) => partition)
    const entry = { transactionalId: this.#id, producerId, producerEpoch: epoch, verifyOnly: false }
    await this.#cluster.callCoordinator(
      this.#connections,
      this.#call<PartitionResults>(firstFailure),
      'AddPartitionsToTxn',
      [{ ...entry, topics: topics.map(({ name, parts }) => ({ name, partitions: parts })) }],
    )
    this.#open = true
    for (const { topic, partition } of fresh) this.#enlisted.add(`${topic}:${partition}`)
    // Now, while there is work, so that the end of the transaction need not wait for it.
    if (this.#group !== undefined) void this.#join(this.#group, producerId, epoch).catch(() => undefined)
  }

  /** Makes the group's offsets part of the transaction, once. */
  #join(group: string, producerId: bigint, epoch: number): Promise<void> {
    if (this.#joined?.group === group) return this.#joined.done
    const added = this.#call<{ errorCode: number }>(({ errorCode }) => errorCode)
    const done = this.#cluster
      .callCoordinator(this.#connections, added, 'AddOffsetsToTxn', this.#id, producerId, epoch, group)
      .then(() => {
        this.#open = true
      })
    this.#joined = { group, done }
    return done
  }

  async commitOffsets({ producerId, epoch }: Identity, position: GroupPosition): Promise<void> {
    const { group, generation, memberId, instanceId = null, offsets } = position
    if (offsets.length === 0) return
    await this.#join(group, producerId, epoch)
    this.#group = group
    const topics = byTopic(offsets, ({ partition, offset }) => ({
      partitionIndex: partition,
      committedOffset: BigInt(offset),
      committedLeaderEpoch: -1,
      committedMetadata: '',
    }))
    await this.#cluster.callCoordinator(
      this.#connections,
      { kind: 'group', key: group, check: firstFailedPartition },
      'TxnOffsetCommit',
      ...([this.#id, group, producerId, epoch, generation, memberId, instanceId] as const),
      topics.map(({ name, parts }) => ({ name, partitions: parts })),
    )
  }

  /** Commits or aborts; nothing when nothing was done. A repetition of an answered or unanswered one is harmless. */
  async end({ producerId, epoch }: Identity, commit: boolean): Promise<void> {
    // Whatever is on its way would else open the next transaction.
    await this.#joined?.done.catch(() => undefined)
    if (!this.#open) return this.#forget()
    const call = this.#call<{ errorCode: number }>(({ errorCode }) => errorCode)
    try {
      await this.#cluster.callCoordinator(this.#connections, call, 'EndTxn', this.#id, producerId, epoch, commit)
    } catch (error) {
      if (commit && error instanceof Fault && error.code === 'NETWORK') {
        throw kafkaFault('UNCERTAIN_COMMIT', `nobody answered the commit of ${this.#id}`, error)
      }
      throw error
    } finally {
      this.#forget()
    }
  }

  #forget(): void {
    this.#open = false
    this.#joined = undefined
    this.#enlisted.clear()
  }

  #call<Response>(check: (response: Response) => number): CoordinatorCall<Response> {
    return { kind: 'transaction', key: this.#id, deadlineMs: this.#timeoutMs, check }
  }
}

interface PartitionResults {
  readonly errorCode: number
  readonly resultsByTransaction: readonly {
    readonly topicResults: readonly {
      readonly resultsByPartition: readonly { readonly partitionErrorCode: number }[]
    }[]
  }[]
}

function firstFailure({ resultsByTransaction }: PartitionResults): number {
  const codes = resultsByTransaction.flatMap(({ topicResults }) =>
    topicResults.flatMap(({ resultsByPartition }) =>
      resultsByPartition.map(({ partitionErrorCode }) => partitionErrorCode),
    ),
  )
  // 55 (OPERATION_NOT_ATTEMPTED) only says that another partition failed.
  return codes.find((code) => code !== 0 && code !== 55) ?? 0
}

/** The first error among a response's partitions; 0 when there is none. */
export function firstFailedPartition(response: {
  readonly topics: readonly { readonly partitions: readonly { readonly errorCode: number }[] }[]
}): number {
  const codes = response.topics.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode))
  return codes.find((code) => code !== 0) ?? 0
}

export function byTopic<P extends { readonly topic: string }, T>(
  places: readonly P[],
  part: (place: P) => T,
): { name: string; parts: T[] }[] {
  const topics = new Map<string, T[]>()
  for (const place of places) topics.set(place.topic, [...(topics.get(place.topic) ?? []), part(place)])
  return [...topics].map(([name, parts]) => ({ name, parts }))
}
