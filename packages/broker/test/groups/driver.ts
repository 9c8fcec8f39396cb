import type { Outcome, TimerKey } from '../../src/groups/draft.ts'
import { type Group, emptyGroup } from '../../src/groups/group.ts'
import type {
  GroupEvent,
  HeartbeatReply,
  Identity,
  JoinReply,
  JoinRequest,
  LeaveReply,
  SyncReply,
  SyncRequest,
} from '../../src/groups/requests.ts'
import { DEFAULT_GROUP_SETTINGS, type GroupSettings } from '../../src/groups/settings.ts'
import { transition } from '../../src/groups/transition.ts'

/** Drives one group through pure transitions, keeping what was replied, the timers and what was to be stored. */
export class Driver {
  group: Group
  readonly settings: GroupSettings
  readonly timers = new Map<TimerKey, number>()
  readonly stores: Outcome['store'][] = []
  readonly #replies = new Map<number, unknown>()
  #ticket = 0
  #ids = 0
  now = 1_000

  constructor(settings: Partial<GroupSettings> = {}, group: Group = emptyGroup('g', 1_000)) {
    this.settings = { ...DEFAULT_GROUP_SETTINGS, ...settings }
    this.group = group
  }

  /** Gives the ticket: `joined(ticket)` has the answer, once there is one. Members speak `range` unless told. */
  join(request: Partial<JoinRequest> = {}): number {
    return this.#tell((ticket) => ({
      kind: 'join',
      ticket,
      newMemberId: `m${++this.#ids}`,
      request: { ...JOIN, ...request },
    }))
  }

  sync(memberId: string, request: Partial<SyncRequest> = {}): number {
    const generation = this.group.generation
    return this.#tell((ticket) => ({
      kind: 'sync',
      ticket,
      request: {
        groupId: 'g',
        memberId,
        instanceId: undefined,
        generation,
        protocolType: undefined,
        protocolName: undefined,
        assignments: [],
        ...request,
      },
    }))
  }

  /** The leader's sync, with an assignment for each member. */
  assign(assignments: Readonly<Record<string, string>>): number {
    return this.sync(this.group.leader ?? '', {
      assignments: Object.entries(assignments).map(([memberId, text]) => ({ memberId, assignment: Buffer.from(text) })),
    })
  }

  heartbeat(memberId: string, generation = this.group.generation, instanceId?: string): HeartbeatReply {
    const ticket = this.#tell((number) => ({
      kind: 'heartbeat',
      ticket: number,
      request: { groupId: 'g', memberId, instanceId, generation },
    }))
    return this.#reply(ticket) as HeartbeatReply
  }

  leave(...members: (string | Partial<Identity>)[]): LeaveReply {
    const identities = members.map((member) => {
      const given: Partial<Identity> = typeof member === 'string' ? { memberId: member } : member
      return { memberId: given.memberId ?? '', instanceId: given.instanceId }
    })
    const ticket = this.#tell((number) => ({
      kind: 'leave',
      ticket: number,
      request: {
        groupId: 'g',
        members: identities,
      },
    }))
    return this.#reply(ticket) as LeaveReply
  }

  /** Lets a timer run out: it must have been set. */
  fire(key: TimerKey): void {
    if (!this.timers.delete(key)) throw new Error(`timer ${key} is not set`)
    if (key === 'join') this.tell({ kind: 'join-due' })
    else if (key === 'sync') this.tell({ kind: 'sync-due' })
    else this.tell({ kind: 'session-due', memberId: key.slice('session/'.length) })
  }

  tell(event: GroupEvent): void {
    const { group, replies, timers, store } = transition(this.group, event, this.now, this.settings)
    this.group = group
    this.stores.push(store)
    for (const { ticket, reply } of replies) {
      if (this.#replies.has(ticket)) throw new Error(`ticket ${ticket} is answered twice`)
      this.#replies.set(ticket, reply)
    }
    for (const change of timers) {
      if (change.kind === 'set') this.timers.set(change.key, change.afterMs)
      else this.timers.delete(change.key)
    }
  }

  joined(ticket: number): JoinReply | undefined {
    return this.#replies.get(ticket) as JoinReply | undefined
  }

  synced(ticket: number): SyncReply | undefined {
    return this.#replies.get(ticket) as SyncReply | undefined
  }

  /** Members that join together and get their assignment: `m1`, `m2`… */
  stable(count: number, request: (index: number) => Partial<JoinRequest> = () => ({})): this {
    for (let index = 0; index < count; index++) this.join(request(index))
    this.endInitialDelay()
    const ids = [...this.group.members.keys()]
    for (const id of ids) if (id !== this.group.leader) this.sync(id)
    this.assign(Object.fromEntries(ids.map((id) => [id, `part of ${id}`])))
    return this
  }

  /** The first rebalance waits as long as members keep coming. */
  endInitialDelay(): void {
    while (this.group.state === 'PreparingRebalance') this.fire('join')
  }

  #tell(event: (ticket: number) => GroupEvent): number {
    const ticket = ++this.#ticket
    this.tell(event(ticket))
    return ticket
  }

  #reply(ticket: number): unknown {
    return this.#replies.get(ticket)
  }
}

export const range = (metadata = 'topics'): JoinRequest['protocols'][number] => ({
  name: 'range',
  metadata: Buffer.from(metadata),
})

/** A member that does not need to be given an id first. */
export const JOIN: JoinRequest = {
  groupId: 'g',
  memberId: '',
  instanceId: undefined,
  clientId: 'client',
  clientHost: '/127.0.0.1',
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 60_000,
  protocolType: 'consumer',
  protocols: [range()],
  knowsMemberIdRequired: false,
  knowsSkipAssignment: true,
}
