import type { FetchResult } from './fetch.ts'

/** A partition as a client asks for it; topics may not exist. */
export interface SessionPart {
  /** Empty when the topic is told by id. */
  readonly topicName: string
  readonly topicId: string
  readonly index: number
  readonly from: number
  readonly maxBytes: number
  readonly leaderEpoch: number
}

/** A part, and what its client was told of it last. */
interface Cached {
  part: SessionPart
  highWatermark: number
  logStartOffset: number
}

/** Tells a client something that is in no case what it was told before. */
const NEVER_TOLD = -1

const LAST_EPOCH = 2 ** 31 - 1

/** What one client fetches, in the order in which it is read: those that gave records go to the end (fairness). */
export class FetchSession {
  readonly id: number
  readonly usesIds: boolean
  readonly created: number
  lastUsed: number
  /** Epoch of the client's next request. */
  nextEpoch = 1
  readonly #cached = new Map<string, Cached>()

  constructor(id: number, usesIds: boolean, now: number) {
    this.id = id
    this.usesIds = usesIds
    this.created = now
    this.lastUsed = now
  }

  get size(): number {
    return this.#cached.size
  }

  parts(): SessionPart[] {
    return Array.from(this.#cached.values(), ({ part }) => part)
  }

  update(
    parts: readonly SessionPart[],
    forgotten: readonly Pick<SessionPart, 'topicName' | 'topicId' | 'index'>[],
  ): void {
    for (const part of parts) {
      const cached = this.#cached.get(keyOf(part))
      if (cached === undefined) {
        this.#cached.set(keyOf(part), { part, highWatermark: NEVER_TOLD, logStartOffset: NEVER_TOLD })
      } else {
        cached.part = part
      }
    }
    for (const part of forgotten) this.#cached.delete(keyOf(part))
  }

  turn(now: number): void {
    this.lastUsed = now
    this.nextEpoch = this.nextEpoch === LAST_EPOCH ? 1 : this.nextEpoch + 1
  }

  /** Notes what the client is told of a part; false when that is nothing new, and may be left out. */
  tell(part: SessionPart, result: FetchResult): boolean {
    const key = keyOf(part)
    const cached = this.#cached.get(key)
    if (cached === undefined) return true
    if (result.error !== undefined) {
      cached.highWatermark = NEVER_TOLD
      return true
    }
    const isNews =
      result.bytes > 0 ||
      result.highWatermark !== cached.highWatermark ||
      result.logStartOffset !== cached.logStartOffset
    cached.highWatermark = result.highWatermark
    cached.logStartOffset = result.logStartOffset
    if (result.bytes > 0) {
      this.#cached.delete(key)
      this.#cached.set(key, cached)
    }
    return isNews
  }
}

const keyOf = ({ topicName, topicId, index }: Pick<SessionPart, 'topicName' | 'topicId' | 'index'>): string =>
  `${topicName}\n${topicId}\n${index}`
