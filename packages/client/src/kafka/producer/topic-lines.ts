/**
 * What waits for the number of its topic's partitions: a line for each topic, and one look-up for a line, which lets all of
 * it in, in order, or rejects all of it.
 */
export class TopicLines<T extends { readonly reject: (reason: unknown) => void }> {
  readonly #lookUp: (topic: string) => Promise<number>
  readonly #enter: (one: T, partitions: number) => void
  readonly #lines = new Map<string, { readonly waiting: T[]; readonly settled: Promise<void> }>()

  constructor(lookUp: (topic: string) => Promise<number>, enter: (one: T, partitions: number) => void) {
    this.#lookUp = lookUp
    this.#enter = enter
  }

  get waiting(): number {
    let count = 0
    for (const { waiting } of this.#lines.values()) count += waiting.length
    return count
  }

  has(topic: string): boolean {
    return this.#lines.has(topic)
  }

  join(topic: string, one: T): void {
    const line = this.#lines.get(topic)
    if (line !== undefined) {
      line.waiting.push(one)
      return
    }
    const waiting = [one]
    this.#lines.set(topic, { waiting, settled: this.#settle(topic, waiting) })
  }

  /** Resolves when all that waits now has entered or is rejected. */
  async settled(): Promise<void> {
    await Promise.all([...this.#lines.values()].map(({ settled }) => settled))
  }

  /** Takes out all that wait; what their look-ups find concerns nobody any more. */
  clear(): T[] {
    const all = [...this.#lines.values()].flatMap(({ waiting }) => waiting)
    this.#lines.clear()
    return all
  }

  async #settle(topic: string, waiting: readonly T[]): Promise<void> {
    const found = await this.#lookUp(topic).catch((reason: unknown) => ({ reason }))
    if (this.#lines.get(topic)?.waiting !== waiting) return
    this.#lines.delete(topic)
    for (const one of waiting) {
      if (typeof found === 'number') this.#enter(one, found)
      else one.reject(found.reason)
    }
  }
}
