/**
 * One transition in the making: the group as it becomes, and what is to be done about it. Local to one call of
 * `transition`, so that to its caller the transition is a pure function.
 */
import type { Group, GroupState, Member, Ticket } from './group.ts'
import type { GroupReply } from './requests.ts'
import type { GroupSettings } from './settings.ts'

/** `join` and `sync` bound the two phases of a rebalance; each member has a session. */
export type TimerKey = 'join' | 'sync' | `session/${string}`

/** Liveness time. Setting a timer replaces the one of the same key. */
export type TimerChange =
  | { readonly kind: 'set'; readonly key: TimerKey; readonly afterMs: number }
  | { readonly kind: 'cancel'; readonly key: TimerKey }

/**
 * Whether the group's record is to be written. `must`: without it the transition does not happen. `should`: it happens
 * anyway, because the older record leads to the same end after a restart.
 */
export type Store = 'must' | 'should' | undefined

export interface Outcome {
  readonly group: Group
  /** In the order in which they are to be sent. */
  readonly replies: readonly { readonly ticket: Ticket; readonly reply: GroupReply }[]
  readonly timers: readonly TimerChange[]
  readonly store: Store
}

export class Draft {
  readonly now: number
  readonly settings: GroupSettings
  #group: Group
  readonly #replies: { ticket: Ticket; reply: GroupReply }[] = []
  readonly #timers: TimerChange[] = []
  #store: Store

  constructor(group: Group, now: number, settings: GroupSettings) {
    this.#group = group
    this.now = now
    this.settings = settings
  }

  get group(): Group {
    return this.#group
  }

  set(change: Partial<Group>): void {
    this.#group = { ...this.#group, ...change }
  }

  enter(state: GroupState): void {
    this.set({ state, stateSince: this.now })
  }

  putMember(member: Member): void {
    this.set({ members: new Map(this.#group.members).set(member.id, member) })
  }

  mapMembers(change: (member: Member) => Member): void {
    this.set({ members: new Map([...this.#group.members].map(([id, member]) => [id, change(member)])) })
  }

  reply(ticket: Ticket, reply: GroupReply): void {
    this.#replies.push({ ticket, reply })
  }

  setTimer(key: TimerKey, afterMs: number): void {
    this.#timers.push({ kind: 'set', key, afterMs })
  }

  cancelTimer(key: TimerKey): void {
    this.#timers.push({ kind: 'cancel', key })
  }

  /** The member is alive: its session starts anew. */
  renewSession(member: Member): void {
    this.setTimer(`session/${member.id}`, member.sessionTimeoutMs)
  }

  store(how: 'must' | 'should'): void {
    if (this.#store !== 'must') this.#store = how
  }

  outcome(): Outcome {
    return { group: this.#group, replies: this.#replies, timers: this.#timers, store: this.#store }
  }
}

/** Adds to or takes from a set, without changing it. */
export function withItem<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  return set.has(item) ? set : new Set(set).add(item)
}

export function withoutItem<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  if (!set.has(item)) return set
  const rest = new Set(set)
  rest.delete(item)
  return rest
}
