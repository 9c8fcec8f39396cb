/** Something that was done, or was not allowed. Never holds a secret. */
export interface AuditEntry {
  /** ms since epoch */
  readonly at: number
  /** `User:alice`, or the name that somebody gave who was not let in. */
  readonly who: string
  /** `login`, `token.issue`, `key.create`, `key.revoke`, … */
  readonly action: string
  readonly outcome: 'done' | 'refused'
  /** What it was done to: a name, a listener. */
  readonly target?: string
  /** Address of the client. */
  readonly from?: string
  readonly reason?: string
}

/** Where it is written down. Must not throw. */
export interface AuditTrail {
  record(entry: AuditEntry): void
}

/** Keeps the last `most`, the newest first. */
export class RecentAudit implements AuditTrail {
  readonly #entries: AuditEntry[] = []
  readonly #most: number

  constructor(most = 1000) {
    this.#most = most
  }

  record(entry: AuditEntry): void {
    this.#entries.push(entry)
    if (this.#entries.length > this.#most) this.#entries.shift()
  }

  recent(limit: number): AuditEntry[] {
    return this.#entries.slice(-limit).toReversed()
  }
}
