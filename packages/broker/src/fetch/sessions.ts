import { type LivenessClock, type Random, Refusal, below } from '@millrace/kernel'
import { FetchSession, type SessionPart } from './session.ts'

/** A session that has been used within this time is not pushed out by another (Kafka's eviction time). */
export const EVICTION_MS = 120_000
/** One client that asks for more has lost its way. */
const MOST_SESSION_PARTS = 100_000

/** A fetch that belongs to no session. */
const NO_SESSION = 0
/** Epochs in a request: the first of a new session, and none at all. */
const INITIAL_EPOCH = 0
const FINAL_EPOCH = -1

export interface SessionRequest {
  readonly sessionId: number
  readonly epoch: number
  /** Whether topics are told by id (Fetch v13 on): a session keeps to one way. */
  readonly usesIds: boolean
  readonly parts: readonly SessionPart[]
  readonly forgotten: readonly Pick<SessionPart, 'topicName' | 'topicId' | 'index'>[]
}

/** What one fetch is about, and what of its results the client needs to be told. */
export interface FetchContext {
  readonly sessionId: number
  readonly parts: readonly SessionPart[]
  /** Undefined: everything is told. */
  readonly session: FetchSession | undefined
}

export interface SessionsOptions {
  readonly clock: LivenessClock
  readonly random: Random
  readonly slots: () => number
}

/**
 * Fetch sessions (KIP-227): the broker remembers what a client fetches, so that each request and answer speaks of
 * changes alone. Sessions are a saving, not a promise: one that has been pushed out is begun anew by its client.
 */
export class FetchSessions {
  readonly #options: SessionsOptions
  /** In order of last use, oldest first. */
  readonly #sessions = new Map<number, FetchSession>()

  constructor(options: SessionsOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#sessions.size
  }

  /**
   * @throws Refusal FETCH_SESSION_ID_NOT_FOUND, INVALID_FETCH_SESSION_EPOCH, FETCH_SESSION_TOPIC_ID_ERROR,
   *   INVALID_REQUEST
   */
  begin(request: SessionRequest): FetchContext {
    const { sessionId, epoch } = request
    if (epoch !== INITIAL_EPOCH && epoch !== FINAL_EPOCH) return this.#goOn(request)
    if (sessionId !== NO_SESSION) this.#sessions.delete(sessionId)
    if (epoch === FINAL_EPOCH) return { sessionId: NO_SESSION, parts: request.parts, session: undefined }
    return this.#start(request)
  }

  #start({ parts, usesIds }: SessionRequest): FetchContext {
    const now = this.#options.clock.now()
    if (!this.#makeRoom(parts.length, now)) return { sessionId: NO_SESSION, parts, session: undefined }
    const session = new FetchSession(this.#newId(), usesIds, now)
    session.update(parts, [])
    this.#sessions.set(session.id, session)
    return { sessionId: session.id, parts, session }
  }

  #goOn(request: SessionRequest): FetchContext {
    const session = this.#sessions.get(request.sessionId)
    if (session === undefined) {
      throw new Refusal('FETCH_SESSION_ID_NOT_FOUND', 'The fetch session ID was not found.')
    }
    if (request.epoch !== session.nextEpoch) {
      const text = `The fetch session epoch is ${request.epoch}, and ${session.nextEpoch} is next.`
      throw new Refusal('INVALID_FETCH_SESSION_EPOCH', text)
    }
    if (request.usesIds !== session.usesIds) {
      throw new Refusal('FETCH_SESSION_TOPIC_ID_ERROR', 'A fetch session tells topics by name or by id, not by both.')
    }
    if (session.size + request.parts.length > MOST_SESSION_PARTS) {
      this.#sessions.delete(session.id)
      throw new Refusal('INVALID_REQUEST', `A fetch session holds up to ${MOST_SESSION_PARTS} partitions.`)
    }
    session.update(request.parts, request.forgotten)
    session.turn(this.#options.clock.now())
    this.#sessions.delete(session.id)
    this.#sessions.set(session.id, session)
    return { sessionId: session.id, parts: session.parts(), session }
  }

  /** A stale session makes room, or an old one that is smaller than the new one. */
  #makeRoom(size: number, now: number): boolean {
    if (size > MOST_SESSION_PARTS) return false
    const slots = this.#options.slots()
    if (this.#sessions.size < slots) return true
    if (slots === 0) return false
    const victim = [...this.#sessions.values()].find(
      (session) => now - session.lastUsed > EVICTION_MS || (now - session.created > EVICTION_MS && session.size < size),
    )
    if (victim === undefined) return false
    this.#sessions.delete(victim.id)
    return true
  }

  #newId(): number {
    for (;;) {
      const id = 1 + below(this.#options.random, 2 ** 31 - 1)
      if (!this.#sessions.has(id)) return id
    }
  }
}
