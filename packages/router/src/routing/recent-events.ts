import { type CloudEvent, requiredText } from '@millrace/cloudevents'
import type { DomainClock } from '@millrace/kernel'
import type { Outcome } from './outcome.ts'

export interface RecentEvent {
  readonly source: string
  readonly id: string
  readonly type: string
  /** Domain time, ms since epoch. */
  readonly at: number
  readonly outcome: Outcome
}

const KEPT_MOST = 1000

/** The last events and what became of them; in memory only. */
export class RecentEvents {
  readonly #events: RecentEvent[] = []
  readonly #clock: DomainClock
  readonly counts: Record<Outcome['kind'], number> = {
    published: 0,
    started: 0,
    completed: 0,
    cancelled: 0,
    duplicate: 0,
    expired: 0,
    unmatched: 0,
  }

  constructor(clock: DomainClock) {
    this.#clock = clock
  }

  add(event: CloudEvent, outcome: Outcome): void {
    this.counts[outcome.kind] += 1
    const [source, id, type] = (['source', 'id', 'type'] as const).map((name) => requiredText(event, name))
    this.#events.push({ source: source ?? '', id: id ?? '', type: type ?? '', at: this.#clock.now(), outcome })
    if (this.#events.length > KEPT_MOST) this.#events.shift()
  }

  /** The newest first; only those of an event's id, when one is given. */
  list(most: number, id: string | undefined): RecentEvent[] {
    return this.#events
      .filter((event) => id === undefined || event.id === id)
      .slice(-most)
      .toReversed()
  }
}
