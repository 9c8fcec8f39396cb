import type { Broker } from '@platformatic/kafka'
import { Fault, Refusal, pause } from '@millrace/kernel'
import type { RequestOf } from '../apis.ts'
import { RECONNECT, backoffMs } from '../backoff.ts'
import type { Cluster } from '../cluster.ts'
import type { Connections } from '../connections.ts'
import { hasStaleMetadata, kafkaFault } from '../failures.ts'
import { chunkOf, type Chunk, type FetchedPartition } from './chunk.ts'

export interface FetcherOptions {
  /** Hides records of open and aborted transactions; true by default. */
  readonly committedOnly?: boolean
  /** Longest wait of the broker when there is nothing, ms; 500 by default. */
  readonly maxWaitMs?: number
  /** A partition is not asked for while the receiver holds more than this of it; 4 MiB by default. */
  readonly bufferBytes?: number
  /** Takes the records. Call `release` when they are done with. */
  readonly deliver: (chunk: Chunk, release: () => void) => void
  /**
   * The position is not in the partition (deleted, truncated), or the topic is another one by the same name: the partition
   * is no longer fetched until `assign` says from where.
   */
  readonly lost: (loss: Loss) => void
  /** What failed in a way that waiting does not mend; fetching goes on trying. */
  readonly trouble?: (reason: Fault | Refusal) => void
}

/** Why a partition cannot be read on. */
export interface Loss {
  readonly topic: string
  readonly partition: number
  readonly position: number
  readonly reason: 'out-of-range' | 'recreated'
}

interface Fetched {
  readonly topic: string
  readonly partition: number
  position: number
  topicId: string | undefined
  buffered: number
  paused: boolean
}

const FETCH_BYTES = 16 * 1024 * 1024
const PARTITION_BYTES = 1024 * 1024
const BUFFER_BYTES = 4 * 1024 * 1024
const NAMED_BY_ID_FROM = 13

/** Reads partitions from given positions on, without a group: one long poll to each leader at a time. */
export class Fetcher {
  readonly #cluster: Cluster
  readonly #connections: Connections
  readonly #options: FetcherOptions
  readonly #partitions = new Map<string, Fetched>()
  readonly #stop = new AbortController()
  readonly #loops = new Map<string, Promise<void>>()
  #wake = Promise.withResolvers<void>()
  #attempts = 0
  #main: Promise<void> | undefined

  constructor(cluster: Cluster, options: FetcherOptions) {
    this.#cluster = cluster
    this.#options = options
    this.#connections = cluster.connections()
  }

  /** Reads the partition from `position` on, whatever was read of it before. */
  assign(topic: string, partition: number, position: number): void {
    this.#partitions.set(`${topic}:${partition}`, {
      topic,
      partition,
      position,
      topicId: undefined,
      buffered: 0,
      paused: false,
    })
    this.#main ??= this.#run()
    this.#notify()
  }

  unassign(topic: string, partition: number): void {
    this.#partitions.delete(`${topic}:${partition}`)
  }

  pause(topic: string, partition: number, paused: boolean): void {
    const found = this.#partitions.get(`${topic}:${partition}`)
    if (found !== undefined) found.paused = paused
    if (!paused) this.#notify()
  }

  async close(): Promise<void> {
    this.#stop.abort(new Fault('CLOSED', 'the reader is closed'))
    this.#partitions.clear()
    this.#notify()
    await this.#connections.close()
    await this.#main
    await Promise.all(this.#loops.values())
  }

  #notify(): void {
    this.#wake.resolve()
    this.#wake = Promise.withResolvers()
  }

  /** Gives each leader with something to fetch a loop of its own. */
  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const woken = this.#wake.promise
      const unknown = this.#startLoops()
      if (unknown.size === 0) {
        this.#attempts = 0
        await woken
      } else await this.#lookUp(unknown)
    }
  }

  #startLoops(): Set<string> {
    const unknown = new Set<string>()
    for (const fetched of this.#partitions.values()) {
      const leader = this.#leaderOf(fetched)
      if (leader === undefined) {
        if (this.#partitions.has(`${fetched.topic}:${fetched.partition}`)) unknown.add(fetched.topic)
        continue
      }
      const address = `${leader.host}:${leader.port}`
      if (this.#loops.has(address) || !this.#wanted(fetched)) continue
      this.#loops.set(address, this.#loop(leader, address))
    }
    return unknown
  }

  async #lookUp(topics: Set<string>): Promise<void> {
    const { random } = this.#cluster.ports
    if (this.#attempts > 0) await this.#rest(backoffMs(RECONNECT, this.#attempts, random))
    this.#attempts++
    await this.#cluster.topics([...topics]).catch((error: unknown) => this.#report(error))
  }

  #leaderOf(fetched: Fetched): Broker | undefined {
    const view = this.#cluster.cached(fetched.topic)
    if (view === undefined) return undefined
    fetched.topicId ??= view.id
    if (fetched.topicId !== view.id) {
      this.#lose(fetched, 'recreated')
      return undefined
    }
    return view.leaders[fetched.partition]
  }

  #wanted({ buffered, paused }: Fetched): boolean {
    return !paused && buffered < (this.#options.bufferBytes ?? BUFFER_BYTES)
  }

  async #loop(leader: Broker, address: string): Promise<void> {
    try {
      for (let attempt = 1; !this.#stop.signal.aborted;) {
        const mine = [...this.#partitions.values()].filter((fetched) => {
          const at = this.#leaderOf(fetched)
          return at !== undefined && `${at.host}:${at.port}` === address && this.#wanted(fetched)
        })
        if (mine.length === 0) return
        attempt = (await this.#fetch(leader, mine)) ? 1 : attempt + 1
        if (attempt > 1) await this.#rest(backoffMs(RECONNECT, attempt - 1, this.#cluster.ports.random))
      }
    } finally {
      this.#loops.delete(address)
      this.#notify()
    }
  }

  async #fetch(leader: Broker, wanted: readonly Fetched[]): Promise<boolean> {
    const { committedOnly = true, maxWaitMs = 500 } = this.#options
    try {
      const version = await this.#connections.versionOf(leader, 'Fetch')
      const name = ({ topic, topicId }: Fetched): string => (version >= NAMED_BY_ID_FROM ? (topicId as string) : topic)
      const request = requestOf(wanted, name)
      const answer = await this.#connections.call(
        leader,
        'Fetch',
        ...([maxWaitMs, 1, FETCH_BYTES, committedOnly ? 1 : 0, 0, -1] as const),
        request,
        [],
        '',
      )
      if (answer.errorCode !== 0) throw kafkaFault(this.#cluster.failures.nameOf(answer.errorCode), 'fetching')
      const byName = new Map(wanted.map((fetched) => [`${name(fetched)}:${fetched.partition}`, fetched]))
      const taken = answer.responses.flatMap(({ topicId, partitions }) =>
        partitions.map((each) => this.#take(byName.get(`${topicId}:${each.partitionIndex}`), each)),
      )
      return taken.every(Boolean)
    } catch (error) {
      for (const { topic } of wanted) this.#cluster.forget(topic)
      this.#report(error)
      return false
    }
  }

  /** False when the partition gave an error. */
  #take(fetched: Fetched | undefined, answer: FetchedPartition): boolean {
    if (fetched === undefined || this.#partitions.get(`${fetched.topic}:${fetched.partition}`) !== fetched) return true
    const failed = this.#cluster.failures.nameOf(answer.errorCode)
    if (failed === 'OFFSET_OUT_OF_RANGE') this.#lose(fetched, 'out-of-range')
    else if (failed !== 'NONE') {
      if (hasStaleMetadata(failed)) this.#cluster.forget(fetched.topic)
      else this.#report(kafkaFault(failed, `fetching ${fetched.topic}-${fetched.partition}`))
    } else this.#deliver(fetched, answer)
    return failed === 'NONE' || failed === 'OFFSET_OUT_OF_RANGE'
  }

  #deliver(fetched: Fetched, answer: FetchedPartition): void {
    const chunk = chunkOf(fetched.topic, answer, fetched.position, this.#options.committedOnly ?? true)
    fetched.position = chunk.nextOffset
    fetched.buffered += chunk.bytes
    let held = true
    this.#options.deliver(chunk, () => {
      if (!held) return
      held = false
      const full = !this.#wanted(fetched)
      fetched.buffered -= chunk.bytes
      if (full) this.#notify()
    })
  }

  #lose({ topic, partition, position }: Fetched, reason: Loss['reason']): void {
    this.#partitions.delete(`${topic}:${partition}`)
    // Later, so that the receiver may assign again without being inside our loop.
    queueMicrotask(() => this.#options.lost({ topic, partition, position, reason }))
  }

  #report(error: unknown): void {
    if (this.#stop.signal.aborted) return
    const name = this.#cluster.nameOf(error)
    if (this.#cluster.failures.retriable(name)) return
    this.#options.trouble?.(error instanceof Refusal ? error : kafkaFault(name, 'reading', error))
  }

  #rest(delayMs: number): Promise<void> {
    return pause(this.#cluster.ports.clocks.liveness, delayMs, this.#stop.signal).catch(() => undefined)
  }
}

function requestOf(wanted: readonly Fetched[], name: (fetched: Fetched) => string): RequestOf<'Fetch'>[6] {
  const topics = Map.groupBy(wanted, name)
  return [...topics].map(([topicId, partitions]) => ({
    topicId,
    partitions: partitions.map(({ partition, position }) => ({
      partition,
      currentLeaderEpoch: -1,
      fetchOffset: BigInt(position),
      lastFetchedEpoch: -1,
      partitionMaxBytes: PARTITION_BYTES,
    })),
  }))
}
