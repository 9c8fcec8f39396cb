/** The values of one writer in one partition are its numbers from 0 on. */
export type Stream = `${string}/${number}`

/** What was sent and what was acknowledged: the truth that the log is held against. */
export class Ledger {
  readonly #sent = new Map<Stream, number>()
  readonly #acknowledged = new Map<Stream, number>()

  /** The next number of a stream, which is now on its way. */
  next(stream: Stream): number {
    const number = this.#sent.get(stream) ?? 0
    this.#sent.set(stream, number + 1)
    return number
  }

  acknowledge(stream: Stream, number: number): void {
    this.#acknowledged.set(stream, Math.max(this.acknowledged(stream), number + 1))
  }

  /** How many of a stream's numbers have been acknowledged. */
  acknowledged(stream: Stream): number {
    return this.#acknowledged.get(stream) ?? 0
  }

  get streams(): Stream[] {
    return [...this.#sent.keys()]
  }

  get total(): number {
    return [...this.#acknowledged.values()].reduce((sum, count) => sum + count, 0)
  }
}

/** Reads what came back, in the order of the log, and tells what is lost, doubled, or out of order. */
export class Audit {
  readonly #ledger: Ledger
  readonly #next = new Map<Stream, number>()
  readonly failures: string[] = []

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  /** One value as it stands in the log. */
  read(stream: Stream, number: number): void {
    const expected = this.#next.get(stream) ?? 0
    if (number < expected) this.failures.push(`${stream}: ${number} came twice or out of order; ${expected} was due`)
    if (number > expected) this.failures.push(`${stream}: ${expected} to ${number - 1} are missing before ${number}`)
    this.#next.set(stream, Math.max(expected, number + 1))
  }

  /** How many of a stream's numbers have been read. */
  count(stream: Stream): number {
    return this.#next.get(stream) ?? 0
  }

  /** Tells of each stream whose acknowledged end, as of `acknowledged`, was not read. */
  expect(acknowledged: ReadonlyMap<Stream, number>): void {
    for (const [stream, count] of acknowledged) {
      const read = this.count(stream)
      if (read < count) this.failures.push(`${stream}: ${read} to ${count - 1} were acknowledged and are lost`)
    }
  }

  /** The acknowledged counts of now, to be expected of a later reading. */
  snapshot(): Map<Stream, number> {
    return new Map(this.#ledger.streams.map((stream) => [stream, this.#ledger.acknowledged(stream)]))
  }
}
