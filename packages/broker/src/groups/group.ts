/**
 * The state of one classic consumer group: a value that only transitions replace (SPEC.md). Nothing here knows
 * sockets, clocks or the log.
 */

export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead'

/** Number of a request that waits for its answer; counts up, so that a lower one came first. */
export type Ticket = number

/** One way of assigning that a member can take part in, with what it says about itself in that way. */
export interface Protocol {
  readonly name: string
  readonly metadata: Buffer
}

export interface Member {
  readonly id: string
  /** Name of a static member (KIP-345): keeps its place when it comes back under another id. */
  readonly instanceId: string | undefined
  readonly clientId: string
  readonly clientHost: string
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
  /** In the member's order of preference. */
  readonly protocols: readonly Protocol[]
  readonly assignment: Buffer
  /** The JoinGroup of it that waits. */
  readonly joining: Ticket | undefined
  /** The SyncGroup of it that waits. */
  readonly syncing: Ticket | undefined
  /** Until its first join is answered: it does not know its id yet, so it cannot send heartbeats. */
  readonly isNew: boolean
}

/** The first rebalance of an empty group waits for more members; each one that comes extends it. */
interface InitialDelay {
  readonly delayMs: number
  readonly remainingMs: number
  readonly memberCame: boolean
}

export interface Group {
  readonly id: string
  readonly state: GroupState
  /** When `state` was entered: ms since epoch, domain time; undefined in records that do not say. */
  readonly stateSince: number | undefined
  /** `consumer`, `connect`…; undefined for a group that only keeps offsets. */
  readonly protocolType: string | undefined
  /** Chosen for this generation. */
  readonly protocol: string | undefined
  readonly generation: number
  readonly leader: string | undefined
  /** By member id, in the order in which they came. */
  readonly members: ReadonlyMap<string, Member>
  /** Ids that were given with MEMBER_ID_REQUIRED and have not joined yet (KIP-394). */
  readonly pending: ReadonlySet<string>
  /** Members of this generation that have not asked for their assignment yet. */
  readonly unsynced: ReadonlySet<string>
  /** Set while a rebalance that began in Empty waits. */
  readonly initialDelay: InitialDelay | undefined
}

export const NO_ASSIGNMENT = Buffer.alloc(0)

/** A group that nobody has joined yet. */
export function emptyGroup(id: string, now: number): Group {
  return {
    id,
    state: 'Empty',
    stateSince: now,
    protocolType: undefined,
    protocol: undefined,
    generation: 0,
    leader: undefined,
    members: new Map(),
    pending: new Set(),
    unsynced: new Set(),
    initialDelay: undefined,
  }
}

/** The member that holds a static name. */
export function memberByInstance(group: Group, instanceId: string): Member | undefined {
  for (const member of group.members.values()) if (member.instanceId === instanceId) return member
  return undefined
}

export function joinedCount(group: Group): number {
  let count = 0
  for (const member of group.members.values()) if (member.joining !== undefined) count++
  return count
}

/** Whether the join phase has nobody left to wait for. */
export function everyoneJoined(group: Group): boolean {
  return group.pending.size === 0 && joinedCount(group) === group.members.size
}

/** How long members may take to rejoin: the most that any of them asked for, ms. */
export function rebalanceTimeoutMs(group: Group): number {
  let most = 0
  for (const member of group.members.values()) most = Math.max(most, member.rebalanceTimeoutMs)
  return most
}

/** Nothing is known of it that would be worth keeping. */
export function isTrivial(group: Group): boolean {
  return group.generation === 0 && group.state === 'Empty' && group.members.size === 0 && group.pending.size === 0
}
