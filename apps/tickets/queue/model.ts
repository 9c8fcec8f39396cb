import { invariant } from '@millrace/kernel'
import type { AuditEntry } from '../contract/waiting-room.ts'
import type { Model, Put } from '../ledger/change.ts'
import { Line } from './line.ts'
import type { Room, Visitor } from './room.ts'

export interface SigningKey {
  readonly kid: string
  /** PKCS #8, PEM */
  readonly privateKey: string
  readonly createdAt: number
}

export const tables = { room: 'room', visitors: 'visitors', order: 'order', keys: 'keys', audit: 'audit' } as const

const AUDIT_MOST = 1000

/** The waiting room in memory: a function of its rows. */
export class QueueModel implements Model {
  readonly visitors = new Map<string, Visitor>()
  readonly keys = new Map<string, SigningKey>()
  readonly audit: AuditEntry[] = []
  #room: Room | undefined
  /** Numbers of the early ones, from the shuffle. */
  #drawn: ReadonlyMap<string, number> = new Map()
  readonly #byNumber = new Map<number, string>()
  readonly line = new Line()
  readonly #counts: Partial<Record<Visitor['status'], number>> = {}
  readonly #byClient = new Map<string, number>()
  /** The highest arrival and turn so far. */
  arrivals = 0
  turns = 0

  get room(): Room {
    invariant(this.#room !== undefined, 'a queue has a room')
    return this.#room
  }

  get hasRoom(): boolean {
    return this.#room !== undefined
  }

  count(status: Visitor['status']): number {
    return this.#counts[status] ?? 0
  }

  /** Places that a client holds. */
  placesOf(client: string): number {
    return this.#byClient.get(client) ?? 0
  }

  /** In whose order people are served: the lot of the early, the arrival of the others. */
  numberOf(visitor: Visitor): number | undefined {
    if (!visitor.early) return visitor.arrival
    return this.#drawn.get(visitor.sessionId)
  }

  /** Whoever is next. */
  next(): Visitor | undefined {
    const number = this.line.first()
    return number === undefined ? undefined : this.visitors.get(this.#byNumber.get(number) ?? '')
  }

  /** The newest key. */
  signingKey(): SigningKey | undefined {
    return [...this.keys.values()].reduce<SigningKey | undefined>(
      (newest, key) => (newest === undefined || key.createdAt >= newest.createdAt ? key : newest),
      undefined,
    )
  }

  apply({ table, key, value }: Put): void {
    switch (table) {
      case tables.room:
        this.#enter(value as Room)
        return
      case tables.visitors:
        this.#visitor(key, value as Visitor | undefined)
        return
      case tables.order:
        this.#draw((value as { sessionIds: readonly string[] } | undefined)?.sessionIds ?? [])
        return
      case tables.keys:
        this.keys.set(key, value as SigningKey)
        return
      case tables.audit:
        this.audit.push(value as AuditEntry)
        if (this.audit.length > AUDIT_MOST) this.audit.shift()
        return
      default:
        invariant(false, 'a queue knows its tables', table)
    }
  }

  #enter(room: Room): void {
    const another = this.#room !== undefined && this.#room.room !== room.room
    this.#room = room
    if (another) this.arrivals = this.turns = 0
  }

  #visitor(sessionId: string, visitor: Visitor | undefined): void {
    const before = this.visitors.get(sessionId)
    if (before !== undefined) this.#take(before, -1)
    if (visitor === undefined) {
      this.visitors.delete(sessionId)
      return
    }
    const present = this.#opened(visitor)
    this.visitors.set(sessionId, present)
    this.#take(present, 1)
    this.arrivals = Math.max(this.arrivals, visitor.arrival)
    this.turns = Math.max(this.turns, visitor.turn ?? 0)
  }

  #take(visitor: Visitor, by: 1 | -1): void {
    const { status, client, sessionId } = visitor
    this.#counts[status] = (this.#counts[status] ?? 0) + by
    const here = status === 'early' || status === 'waiting' || status === 'admitted'
    if (client !== undefined && here) {
      const places = this.placesOf(client) + by
      if (places > 0) this.#byClient.set(client, places)
      else this.#byClient.delete(client)
    }
    if (status !== 'waiting') return
    const number = this.numberOf(visitor)
    if (number === undefined) return
    if (by === 1) {
      this.line.add(number)
      this.#byNumber.set(number, sessionId)
    } else {
      this.line.remove(number)
      this.#byNumber.delete(number)
    }
  }

  /** The early ones get their numbers: from here on they wait. */
  #draw(sessionIds: readonly string[]): void {
    this.#drawn = new Map(sessionIds.map((sessionId, index) => [sessionId, index + 1]))
    for (const [sessionId, visitor] of this.visitors) if (visitor.status === 'early') this.#visitor(sessionId, visitor)
  }

  /** The row of an early visitor is not written again when the sale opens: having a number says it. */
  #opened(visitor: Visitor): Visitor {
    const drawn = visitor.status === 'early' && this.#drawn.has(visitor.sessionId)
    return drawn ? { ...visitor, status: 'waiting' } : visitor
  }
}
