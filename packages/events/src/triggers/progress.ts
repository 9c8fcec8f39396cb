/** Where a trigger stands in one partition, as it is kept. */
export interface Position {
  /** Everything before is done. */
  readonly next: number
  /** What is done from there on, in order. */
  readonly done: readonly number[]
}

/**
 * Which events of a partition are under way and which are done: pure. What is kept is the first one that is not done,
 * and those after it that are, so that a crash repeats only what was under way.
 */
export class Progress {
  readonly #pending = new Set<number>()
  readonly #done: Set<number>
  #next: number

  constructor(position: Position) {
    this.#next = position.next
    this.#done = new Set(position.done)
  }

  /** Everything before was given by the source. */
  get reached(): number {
    return this.#next
  }

  placeOf(offset: number): 'unread' | 'under way' | 'done' {
    if (this.#pending.has(offset)) return 'under way'
    return offset < this.#next || this.#done.has(offset) ? 'done' : 'unread'
  }

  /** How many are done behind one that is not. */
  get held(): number {
    return this.#done.size
  }

  /** False for an event that was done before. Events come in order. */
  begin(offset: number): boolean {
    if (offset < this.#next || this.#done.has(offset)) {
      this.#next = Math.max(this.#next, offset + 1)
      return false
    }
    this.#next = offset + 1
    this.#pending.add(offset)
    return true
  }

  finish(offset: number): void {
    this.#pending.delete(offset)
    this.#done.add(offset)
    this.#forget()
  }

  /** The source has given everything before `offset`. */
  passed(offset: number): void {
    this.#next = Math.max(this.#next, offset)
    this.#forget()
  }

  position(): Position {
    return { next: this.#low(), done: [...this.#done].toSorted((a, b) => a - b) }
  }

  #low(): number {
    for (const first of this.#pending) return first
    return this.#next
  }

  #forget(): void {
    const low = this.#low()
    for (const offset of this.#done) if (offset < low) this.#done.delete(offset)
  }
}
