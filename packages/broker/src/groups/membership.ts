import { type Clocks, Fault, type LogPort, type Random, invariant, messageOf, uuidV4 } from '@millrace/kernel'
import type { Journal } from '../offsets/journal.ts'
import type { Outcome, TimerKey } from './draft.ts'
import type { GroupEntry } from './entry.ts'
import { writeFailure } from './failure.ts'
import { type Ticket, isTrivial } from './group.ts'
import type { GroupRegistry } from './registry.ts'
import {
  type GroupError,
  type GroupEvent,
  type GroupReply,
  type HeartbeatReply,
  type HeartbeatRequest,
  type JoinReply,
  type JoinRequest,
  type LeaveReply,
  type LeaveRequest,
  type SyncReply,
  type SyncRequest,
  joinFailed,
  syncFailed,
} from './requests.ts'
import type { GroupSettings } from './settings.ts'
import { GroupTimers } from './timers.ts'
import { transition } from './transition.ts'

export interface MembershipPorts {
  readonly clocks: Clocks
  readonly random: Random
  readonly log: Pick<LogPort, 'warn'>
  readonly journal: Journal
  readonly registry: GroupRegistry
  readonly settings: GroupSettings
}

interface Waiting {
  readonly resolve: (reply: GroupReply) => void
  readonly reject: (reason: unknown) => void
}

/**
 * The shell around `transition`: gives every request a ticket, keeps the timers, writes the group's record, and sends
 * each reply when everything that it tells of is durable. Answers are values; only a bug rejects.
 */
export class Membership {
  readonly #ports: MembershipPorts
  readonly #timers: GroupTimers
  readonly #waiting = new Map<Ticket, Waiting>()
  #ticket: Ticket = 0
  #isClosed = false

  constructor(ports: MembershipPorts) {
    this.#ports = ports
    this.#timers = new GroupTimers(ports.clocks.liveness, (groupId, key) => this.#due(groupId, key))
  }

  async join(request: JoinRequest): Promise<JoinReply> {
    const refusal = this.#refuseJoin(request)
    if (refusal !== undefined) return joinFailed(refusal, request.memberId)
    const entry = this.#entryToJoin(request)
    if (typeof entry === 'string') return joinFailed(entry, request.memberId)
    const newMemberId = `${request.instanceId ?? request.clientId}-${uuidV4(this.#ports.random)}`
    const answer = this.#ask<JoinReply>(entry, (ticket) => ({ kind: 'join', ticket, request, newMemberId }))
    return answer.catch((thrown: unknown) => joinFailed(writeFailure(thrown), request.memberId))
  }

  async sync(request: SyncRequest): Promise<SyncReply> {
    const entry = this.#entryOf(request.groupId)
    if (typeof entry === 'string') return syncFailed(entry)
    const answer = this.#ask<SyncReply>(entry, (ticket) => ({ kind: 'sync', ticket, request }))
    return answer.catch((thrown: unknown) => syncFailed(writeFailure(thrown)))
  }

  async heartbeat(request: HeartbeatRequest): Promise<HeartbeatReply> {
    const entry = this.#entryOf(request.groupId)
    if (typeof entry === 'string') return { error: entry }
    const answer = this.#ask<HeartbeatReply>(entry, (ticket) => ({ kind: 'heartbeat', ticket, request }))
    return answer.catch((thrown: unknown) => ({ error: writeFailure(thrown) }))
  }

  async leave(request: LeaveRequest): Promise<LeaveReply> {
    const entry = this.#entryOf(request.groupId)
    if (entry === 'UNKNOWN_MEMBER_ID') {
      return { error: 'NONE', members: request.members.map((identity) => ({ ...identity, error: entry })) }
    }
    if (typeof entry === 'string') return { error: entry, members: [] }
    const answer = this.#ask<LeaveReply>(entry, (ticket) => ({ kind: 'leave', ticket, request }))
    return answer.catch((thrown: unknown) => ({ error: writeFailure(thrown), members: [] }))
  }

  /** Tells a group of something that nobody waits to hear about. */
  tell(entry: GroupEntry, event: Exclude<GroupEvent, { ticket: Ticket }>): void {
    this.#apply(entry, transition(entry.group, event, this.#ports.clocks.domain.now(), this.#ports.settings))
  }

  /** Stops the timers; whoever still waits is sent to look for the coordinator again. */
  close(): void {
    this.#isClosed = true
    this.#timers.close()
    for (const ticket of this.#waiting.keys()) this.#take(ticket)?.reject(closed())
  }

  #refuseJoin({ groupId, sessionTimeoutMs }: JoinRequest): GroupError | undefined {
    const { minSessionTimeoutMs, maxSessionTimeoutMs } = this.#ports.settings
    if (groupId === '') return 'INVALID_GROUP_ID'
    const isWithin = sessionTimeoutMs >= minSessionTimeoutMs && sessionTimeoutMs <= maxSessionTimeoutMs
    return isWithin ? undefined : 'INVALID_SESSION_TIMEOUT'
  }

  #entryToJoin({ groupId, memberId }: JoinRequest): GroupEntry | GroupError {
    if (memberId !== '') return this.#entryOf(groupId)
    const entry = this.#ports.registry.open(groupId, this.#ports.clocks.domain.now())
    if (entry !== undefined) return entry
    this.#ports.log.warn({ groupId, groupCount: this.#ports.settings.groupCount }, 'too many groups: a join is refused')
    return 'GROUP_MAX_SIZE_REACHED'
  }

  #entryOf(groupId: string): GroupEntry | 'INVALID_GROUP_ID' | 'UNKNOWN_MEMBER_ID' {
    if (groupId === '') return 'INVALID_GROUP_ID'
    return this.#ports.registry.find(groupId) ?? 'UNKNOWN_MEMBER_ID'
  }

  #ask<Reply extends GroupReply>(entry: GroupEntry, event: (ticket: Ticket) => GroupEvent): Promise<Reply> {
    if (this.#isClosed) return Promise.reject(closed())
    const ticket = ++this.#ticket
    return new Promise<Reply>((resolve, reject) => {
      // A ticket is answered with the reply that its event asks for: see requests.ts.
      this.#waiting.set(ticket, { resolve: resolve as Waiting['resolve'], reject })
      const { clocks, settings } = this.#ports
      const outcome = transition(entry.group, event(ticket), clocks.domain.now(), settings)
      const failure = this.#apply(entry, outcome)
      if (failure !== undefined) this.#take(ticket)?.reject(failure.reason)
    })
  }

  /** Makes an outcome true. When its record must be written and is not, nothing of it happens. */
  #apply(entry: GroupEntry, outcome: Outcome): { readonly reason: unknown } | undefined {
    const failure = this.#store(entry, outcome)
    if (failure !== undefined && outcome.store === 'must') return failure
    entry.group = outcome.group
    this.#timers.change(entry.group.id, outcome.timers)
    this.#send(entry, outcome.replies)
    if (entry.group.state === 'Dead' || (isTrivial(entry.group) && !entry.isStored && entry.offsets.isEmpty)) {
      this.#timers.drop(entry.group.id)
      this.#ports.registry.drop(entry.group.id)
    }
    return undefined
  }

  #store(entry: GroupEntry, { group, store }: Outcome): { readonly reason: unknown } | undefined {
    if (store === undefined) return undefined
    try {
      const written = this.#ports.journal.write(group.id, [{ kind: 'group', groupId: group.id, group }])
      entry.isStored = true
      entry.settleWith(written.durable)
      return undefined
    } catch (reason) {
      this.#ports.log.warn({ groupId: group.id, reason: messageOf(reason) }, 'the record of a group was not written')
      return { reason }
    }
  }

  #send(entry: GroupEntry, replies: Outcome['replies']): void {
    const { settled } = entry
    for (const { ticket, reply } of replies) {
      const waiting = this.#take(ticket)
      invariant(waiting !== undefined, 'a request is answered once', entry.group.id)
      if (settled === undefined) waiting.resolve(reply)
      else void settled.then(() => waiting.resolve(reply), waiting.reject)
    }
  }

  #take(ticket: Ticket): Waiting | undefined {
    const waiting = this.#waiting.get(ticket)
    this.#waiting.delete(ticket)
    return waiting
  }

  #due(groupId: string, key: TimerKey): void {
    const entry = this.#ports.registry.find(groupId)
    if (entry === undefined) return
    if (key === 'join') this.tell(entry, { kind: 'join-due' })
    else if (key === 'sync') this.tell(entry, { kind: 'sync-due' })
    else this.tell(entry, { kind: 'session-due', memberId: key.slice('session/'.length) })
  }
}

const closed = (): Fault => new Fault('CLOSED', 'the broker stops')
