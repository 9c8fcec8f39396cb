import { Fault, messageOf, pause } from '@millrace/kernel'
import { RECONNECT, backoffMs } from '../backoff.ts'
import type { Cluster } from '../cluster.ts'
import type { Connections } from '../connections.ts'
import { lostMembership } from '../failures.ts'
import type { GroupPosition } from '../producer/coordination.ts'
import type { TopicPartition } from './assign.ts'
import { commitOffsets, committedOffsets, type CommittedOffset } from './offsets.ts'
import { GroupCalls, type Generation } from './group-calls.ts'

export interface MemberOptions {
  readonly group: string
  readonly topics: readonly string[]
  /** Static membership: the same id after a restart takes its partitions back without a rebalance. */
  readonly instanceId?: string
  /** Whatever others may want to know of this member; `admin().groupMembers` gives it. */
  readonly userData?: Buffer
  /** Without a heartbeat for this long the group goes on without this member, ms; 10,000 by default. */
  readonly sessionTimeoutMs?: number
  /** How long a member may take to finish its work before a rebalance, ms; 60,000 by default. */
  readonly rebalanceTimeoutMs?: number
  /** The partitions are this member's now. */
  readonly onAssigned: (partitions: readonly TopicPartition[]) => Promise<void> | void
  /**
   * The partitions go. With `lost` they belong to someone else already; otherwise finish what is under way and commit before
   * resolving.
   */
  readonly onRevoked: (
    partitions: readonly TopicPartition[],
    how: 'rebalance' | 'lost' | 'leave',
  ) => Promise<void> | void
}

const SESSION_MS = 10_000
const REBALANCE_MS = 60_000
const TOPICS_CHECK_MS = 5000

/** One member of a consumer group (classic protocol, range assignment): joins, keeps its place, and leaves. */
export class GroupMember {
  readonly #cluster: Cluster
  readonly #options: MemberOptions
  readonly #joining: Connections
  readonly #calling: Connections
  readonly #calls: GroupCalls
  readonly #stop = new AbortController()
  #generation: Generation | undefined
  #running: Promise<void> | undefined

  constructor(cluster: Cluster, options: MemberOptions) {
    this.#cluster = cluster
    this.#options = options
    const rebalanceMs = options.rebalanceTimeoutMs ?? REBALANCE_MS
    this.#joining = cluster.connections(rebalanceMs + 15_000)
    this.#calling = cluster.connections()
    const sessionMs = options.sessionTimeoutMs ?? SESSION_MS
    this.#calls = new GroupCalls(cluster, this.#joining, this.#calling, options, sessionMs, rebalanceMs)
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Gives the partitions back, finishing first, and leaves the group. */
  async stop(): Promise<void> {
    this.#stop.abort(new Fault('CLOSED', 'the member leaves'))
    await this.#running
    await this.#joining.close()
    await this.#calling.close()
  }

  /** Offsets as a transaction commits them for this generation. */
  position(offsets: GroupPosition['offsets']): GroupPosition {
    const { group, instanceId } = this.#options
    const { generation, memberId } = this.#current()
    return { group, generation, memberId, offsets, ...(instanceId !== undefined && { instanceId }) }
  }

  /**
   * @throws Fault ILLEGAL_GENERATION, UNKNOWN_MEMBER_ID or REBALANCE_IN_PROGRESS when the group has moved on.
   */
  async commit(offsets: GroupPosition['offsets']): Promise<void> {
    if (offsets.length > 0) await commitOffsets(this.#cluster, this.#calling, this.position(offsets))
  }

  /** What the group has committed of the partitions; those without are missing. Waits for open transactions. */
  committed(partitions: readonly TopicPartition[]): Promise<CommittedOffset[]> {
    return committedOffsets(this.#cluster, this.#calling, this.#options.group, partitions)
  }

  #current(): Generation {
    if (this.#generation === undefined)
      throw new Fault('UNKNOWN_MEMBER_ID', `no member of ${this.#options.group} at the moment`)
    return this.#generation
  }

  async #run(): Promise<void> {
    const { log, random } = this.#cluster.ports
    let memberId = ''
    for (let failures = 0; !this.#stop.signal.aborted;) {
      try {
        const generation = await this.#calls.join(memberId, this.#stop.signal)
        memberId = generation.memberId
        failures = 0
        memberId = await this.#hold(generation)
      } catch (error) {
        const name = this.#cluster.nameOf(error)
        if (this.#stop.signal.aborted) break
        if (name === 'UNKNOWN_MEMBER_ID' || name === 'FENCED_INSTANCE_ID') memberId = ''
        failures++
        const final = !this.#cluster.failures.retriable(name) && !lostMembership(name)
        if (final) log.error({ group: this.#options.group, failed: name }, `joining the group: ${messageOf(error)}`)
        await this.#rest(backoffMs(RECONNECT, failures, random))
      }
    }
    if (memberId !== '') await this.#calls.leave(memberId).catch(() => undefined)
  }

  /** Holds a generation until the group moves on; gives the member id to join with again. */
  async #hold(generation: Generation): Promise<string> {
    const { partitions } = generation
    this.#generation = generation
    this.#cluster.ports.log.info(
      { group: this.#options.group, generation: generation.generation, partitions: partitions.length },
      'joined the consumer group',
    )
    await this.#beatDuring(generation, () => this.#options.onAssigned(partitions))
    const ended = await this.#keep(generation)
    const revoked = (): Promise<void> | void => this.#options.onRevoked(partitions, ended)
    if (ended === 'lost') await revoked()
    else await this.#beatDuring(generation, revoked)
    this.#generation = undefined
    return generation.memberId
  }

  async #keep(generation: Generation): Promise<'rebalance' | 'lost' | 'leave'> {
    const { liveness } = this.#cluster.ports.clocks
    let heard = liveness.now()
    let checked = heard
    while (!this.#stop.signal.aborted) {
      await this.#rest(this.#calls.heartbeatMs)
      if (this.#stop.signal.aborted) break
      const answer = await this.#calls.heartbeat(generation)
      if (answer === 'REBALANCE_IN_PROGRESS') return 'rebalance'
      if (lostMembership(answer)) return 'lost'
      if (answer === 'NONE') heard = liveness.now()
      else if (liveness.now() - heard > 3 * this.#calls.sessionMs) return 'lost'
      if (generation.leads === undefined || liveness.now() - checked < TOPICS_CHECK_MS) continue
      checked = liveness.now()
      if (await this.#calls.topicsChanged(generation.leads)) return 'rebalance'
    }
    return 'leave'
  }

  /** Heartbeats while the member is busy with its partitions, so that the group waits for it. */
  async #beatDuring(generation: Generation, work: () => Promise<void> | void): Promise<void> {
    const until = new AbortController()
    const beats = this.#beat(generation, until.signal)
    try {
      await work()
    } finally {
      until.abort(new Fault('CLOSED', 'the work is done'))
      await beats
    }
  }

  async #beat(generation: Generation, until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      await pause(this.#cluster.ports.clocks.liveness, this.#calls.heartbeatMs, until).catch(() => undefined)
      if (!until.aborted) await this.#calls.heartbeat(generation)
    }
  }

  #rest(delayMs: number): Promise<void> {
    return pause(this.#cluster.ports.clocks.liveness, delayMs, this.#stop.signal).catch(() => undefined)
  }
}
