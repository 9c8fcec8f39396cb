import { type Random, below } from '@millrace/kernel'
import type { Groups } from '../../src/groups/open.ts'
import type { JoinReply, JoinedMember, SyncReply } from '../../src/groups/requests.ts'
import { JOIN } from './driver.ts'

const SESSION_MS = 10_000
const HEARTBEAT_MS = 3_000
export const PARTITIONS = 4

/** What the members of one simulation share: the coordinator, and what is noted of its answers. */
export interface World {
  groups(): Groups
  readonly random: Random
  now(): number
  /** An assignment was given to a member. */
  assigned(member: SimulatedMember, generation: number, partitions: readonly number[]): void
  /** Commits are numbered, so that the last one is the largest. */
  nextOffset(): number
  committed(partition: number, offset: number): void
  asking(change: 1 | -1): void
}

/**
 * A consumer as clients are: joins, syncs, sends heartbeats and commits, and follows every error code as the Java client
 * does. It loses answers, crashes and leaves when the simulation says so.
 */
export class SimulatedMember {
  readonly #world: World
  readonly instanceId: string | undefined
  readonly knowsMemberIdRequired: boolean
  state: 'joining' | 'waiting' | 'stable' | 'gone' = 'joining'
  memberId = ''
  generation = -1
  partitions: readonly number[] = []
  subscription = 'a'
  #lastBeat = 0
  /** Counts up when what is under way no longer matters: an answer to an older round is lost. */
  #round = 0
  /** Goes on with the next step, when the group may have gone on without it. */
  #paused: (() => void) | undefined

  constructor(world: World, instanceId: string | undefined) {
    this.#world = world
    this.instanceId = instanceId
    this.knowsMemberIdRequired = below(world.random, 4) > 0
    void this.#join()
  }

  /** Does what is due. */
  step(): void {
    if (this.state === 'waiting') void this.#join()
    this.#paused?.()
    this.#paused = undefined
    if (this.state !== 'stable' || this.#world.now() - this.#lastBeat < HEARTBEAT_MS) return
    this.#lastBeat = this.#world.now()
    void this.#heartbeat()
    if (below(this.#world.random, 2) === 0) void this.#commit()
  }

  crash(): void {
    this.#round++
    this.state = 'gone'
  }

  leave(): void {
    const { memberId, instanceId } = this
    this.crash()
    if (memberId === '') return
    void this.#ask(() => this.#membership.leave({ groupId: 'g', members: [{ memberId, instanceId }] }))
  }

  /** The answer that it waits for is lost; it asks again. */
  loseAnswer(): void {
    if (this.state === 'joining') void this.#join()
  }

  resubscribe(topics: string): void {
    this.subscription = topics
    if (this.state === 'stable') void this.#join()
  }

  get #membership() {
    return this.#world.groups().membership
  }

  async #join(): Promise<void> {
    const round = ++this.#round
    this.state = 'joining'
    const { memberId, instanceId, knowsMemberIdRequired } = this
    const protocols = [{ name: 'range', metadata: Buffer.from(this.subscription) }]
    const request = { ...JOIN, memberId, instanceId, knowsMemberIdRequired, protocols, sessionTimeoutMs: SESSION_MS }
    const reply = await this.#ask(() => this.#membership.join(request))
    if (round !== this.#round) return
    if (reply.error === 'NONE') return this.#syncSometime(round, reply)
    if (reply.error === 'COORDINATOR_NOT_AVAILABLE') return this.#wait()
    if (reply.error === 'MEMBER_ID_REQUIRED') this.memberId = reply.memberId
    if (reply.error === 'UNKNOWN_MEMBER_ID') this.#forget()
    if (reply.error === 'FENCED_INSTANCE_ID' || reply.error === 'GROUP_MAX_SIZE_REACHED') this.crash()
    else void this.#join()
  }

  #syncSometime(round: number, joined: JoinReply): void {
    if (below(this.#world.random, 4) > 0) void this.#sync(round, joined)
    else this.#paused = () => void this.#sync(round, joined)
  }

  async #sync(round: number, joined: JoinReply): Promise<void> {
    this.memberId = joined.memberId
    const { memberId, instanceId } = this
    const { generation, protocolName, protocolType } = joined
    const leads = joined.leader === memberId && !joined.skipAssignment
    const assignments = leads ? assign(joined.members, this.#world.random) : []
    const request = { groupId: 'g', memberId, instanceId, generation, protocolName, protocolType, assignments }
    const reply = await this.#ask(() => this.#membership.sync(request))
    if (round === this.#round) this.#synced(generation, reply)
  }

  #synced(generation: number, { error, assignment }: SyncReply): void {
    if (error !== 'NONE') {
      if (error === 'COORDINATOR_NOT_AVAILABLE') return this.#wait()
      if (error === 'UNKNOWN_MEMBER_ID' || error === 'ILLEGAL_GENERATION') this.#forget()
      if (error === 'FENCED_INSTANCE_ID') this.crash()
      else void this.#join()
      return
    }
    this.state = 'stable'
    this.generation = generation
    this.partitions = [...assignment]
    this.#lastBeat = this.#world.now()
    this.#world.assigned(this, generation, this.partitions)
  }

  async #heartbeat(): Promise<void> {
    const round = this.#round
    const { memberId, instanceId, generation } = this
    const request = { groupId: 'g', memberId, instanceId, generation }
    const { error } = await this.#ask(() => this.#membership.heartbeat(request))
    if (round !== this.#round || error === 'NONE' || error === 'COORDINATOR_NOT_AVAILABLE') return
    if (error === 'FENCED_INSTANCE_ID') return this.crash()
    if (error !== 'REBALANCE_IN_PROGRESS') this.#forget()
    void this.#join()
  }

  async #commit(): Promise<void> {
    const { memberId, instanceId, generation } = this
    const partition = this.partitions[0]
    if (partition === undefined) return
    const offset = this.#world.nextOffset()
    const offsets = [{ topic: 'a', partition, offset, leaderEpoch: -1, metadata: '' }]
    const request = { groupId: 'g', memberId, instanceId, generation, offsets, retentionMs: undefined }
    const [answer] = await this.#ask(() =>
      this.#world.groups().offsets.commit({ ...request, knowsGroupIdNotFound: true }),
    )
    if (answer?.error === 'NONE') this.#world.committed(partition, offset)
  }

  /** For a coordinator to be there again. */
  #wait(): void {
    this.state = 'waiting'
  }

  #forget(): void {
    this.memberId = ''
    this.generation = -1
    this.partitions = []
  }

  async #ask<T>(question: () => Promise<T>): Promise<T> {
    this.#world.asking(1)
    try {
      return await question()
    } finally {
      this.#world.asking(-1)
    }
  }
}

/** Every partition to somebody, starting anywhere: two assignments of the same members differ. */
function assign(members: readonly JoinedMember[], random: Random) {
  const start = below(random, members.length)
  return members.map(({ memberId }, index) => ({
    memberId,
    assignment: Buffer.from(
      Array.from({ length: PARTITIONS }, (_, partition) => partition).filter(
        (partition) => (partition + start) % members.length === index,
      ),
    ),
  }))
}
