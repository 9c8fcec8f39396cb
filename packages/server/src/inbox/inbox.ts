/** A mail that somebody sent to the platform. */
export interface InboxMail {
  readonly id: string
  /** As the mail has it, or made up when it has none. */
  readonly messageId: string
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly html?: string
  /** ISO 8601, UTC */
  readonly receivedAt: string
  /** How often a mail with this Message-ID was delivered; it is kept once. */
  readonly times: number
}

export type NewMail = Omit<InboxMail, 'id' | 'times'>

export interface InboxLimits {
  readonly mails: number
  readonly bytes: number
}

const LIMITS: InboxLimits = { mails: 10_000, bytes: 64 * 1024 * 1024 }

/**
 * Mails in memory, the oldest going first when there is no room. As mailboxes do, it keeps one mail of a Message-ID and
 * recipients: who repeats a delivery of which the answer was lost does no harm.
 */
export class Inbox {
  readonly #limits: InboxLimits
  /** Oldest first. */
  readonly #mails = new Map<string, InboxMail>()
  #bytes = 0
  #last = 0

  constructor(limits: InboxLimits = LIMITS) {
    this.#limits = limits
  }

  get size(): number {
    return this.#mails.size
  }

  add(mail: NewMail): void {
    const name = nameOf(mail)
    const known = this.#mails.get(name)
    if (known !== undefined) {
      this.#mails.set(name, { ...known, times: known.times + 1 })
      return
    }
    this.#last += 1
    this.#mails.set(name, { id: String(this.#last), ...mail, times: 1 })
    this.#bytes += bytesOf(mail)
    for (const [oldest, old] of this.#mails) {
      if (this.#mails.size <= this.#limits.mails && this.#bytes <= this.#limits.bytes) return
      this.#mails.delete(oldest)
      this.#bytes -= bytesOf(old)
    }
  }

  /** Newest first. */
  list(to: string | undefined, limit: number): InboxMail[] {
    const wanted = to?.toLowerCase()
    return [...this.#mails.values()]
      .reverse()
      .filter((mail) => wanted === undefined || mail.to.some((address) => address.toLowerCase() === wanted))
      .slice(0, limit)
  }

  get(id: string): InboxMail | undefined {
    return [...this.#mails.values()].find((mail) => mail.id === id)
  }

  clear(): void {
    this.#mails.clear()
    this.#bytes = 0
  }
}

const nameOf = ({ messageId, to }: NewMail): string => JSON.stringify([messageId, ...to.toSorted()])

const bytesOf = ({ subject, text, html = '' }: NewMail): number =>
  2 * (subject.length + text.length + html.length) + 500
