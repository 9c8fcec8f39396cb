import type { LivenessClock } from '@millrace/kernel'

/** One step of virtual time, as followers hear it. */
export interface Step {
  readonly seq: number
  /** ms since epoch */
  readonly now: number
}

/** What a follower says when it has done everything that fell due up to a step. */
export interface Reached {
  readonly id: string
  readonly seq: number
  /** Due time of its own earliest timer. */
  readonly next: number | null
}

interface Follower {
  readonly send: (step: Step) => void
  readonly close: () => void
  reachedSeq: number
  next: number | undefined
  reached: PromiseWithResolvers<void>
}

/** A follower that takes longer for a step is left behind. */
const STEP_MS = 30_000
const FOLLOWERS_AT_MOST = 1000

/** The threads and processes that follow virtual time, and how far each of them is. */
export class Followers {
  readonly #liveness: LivenessClock
  readonly #followers = new Map<string, Follower>()
  #seq = 0

  constructor(liveness: LivenessClock) {
    this.#liveness = liveness
  }

  get full(): boolean {
    return this.#followers.size >= FOLLOWERS_AT_MOST
  }

  /** Due time of the earliest timer that any of them has said. */
  next(): number | undefined {
    const times = [...this.#followers.values()].flatMap(({ next }) => (next === undefined ? [] : [next]))
    return times.length === 0 ? undefined : Math.min(...times)
  }

  /** Adds a follower and tells it the time; gives what takes it away. */
  add(id: string, now: number, send: (step: Step) => void, close: () => void): () => void {
    this.#followers.get(id)?.close()
    const follower: Follower = { send, close, reachedSeq: -1, next: undefined, reached: Promise.withResolvers() }
    this.#followers.set(id, follower)
    send({ seq: this.#seq, now })
    return () => {
      if (this.#followers.get(id) === follower) this.#followers.delete(id)
      follower.reached.resolve()
    }
  }

  /** False when there is no such follower (any more). */
  reached({ id, seq, next }: Reached): boolean {
    const follower = this.#followers.get(id)
    if (follower === undefined) return false
    follower.reachedSeq = Math.max(follower.reachedSeq, seq)
    follower.next = next ?? undefined
    if (follower.reachedSeq >= this.#seq) follower.reached.resolve()
    return true
  }

  /** Tells all of them the time, and resolves when each has done what fell due, has left, or took too long. */
  async step(now: number): Promise<void> {
    this.#seq += 1
    const step = { seq: this.#seq, now }
    await Promise.all([...this.#followers.values()].map((follower) => this.#stepOne(follower, step)))
  }

  async #stepOne(follower: Follower, step: Step): Promise<void> {
    follower.reached = Promise.withResolvers()
    const overdue = this.#liveness.timerIn(STEP_MS, () => follower.close())
    follower.send(step)
    await follower.reached.promise
    overdue.cancel()
  }

  close(): void {
    for (const follower of this.#followers.values()) follower.close()
  }
}
