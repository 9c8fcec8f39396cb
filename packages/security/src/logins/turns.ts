/** Work in turn: one of a key at a time, and `most` overall. Who comes first goes first. */
export class Turns {
  /** The end of what came last, by key. */
  readonly #last = new Map<string, Promise<void>>()
  readonly #waiting: (() => void)[] = []
  #free: number

  constructor(most: number) {
    this.#free = most
  }

  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key)
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    this.#last.set(key, ended)
    await before
    await this.#enter()
    try {
      return await work()
    } finally {
      this.#leave()
      if (this.#last.get(key) === ended) this.#last.delete(key)
      end()
    }
  }

  async #enter(): Promise<void> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#free -= 1
  }

  /** The place goes to the next, or is free. */
  #leave(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free += 1
    else next()
  }
}
