/** Puts deletes off while somebody copies the files. */
export class Holds {
  #count = 0
  #free = Promise.withResolvers<void>()

  constructor() {
    this.#free.resolve()
  }

  get held(): boolean {
    return this.#count > 0
  }

  /** Holds from now on, until what this gives is called. */
  hold(): () => void {
    if (this.#count++ === 0) this.#free = Promise.withResolvers<void>()
    let released = false
    return () => {
      if (released) return
      released = true
      if (--this.#count <= 0) this.#free.resolve()
    }
  }

  /** Resolves when nobody holds. */
  async free(): Promise<void> {
    while (this.held) await this.#free.promise
  }

  /** Lets go whoever still holds: the log closes. */
  end(): void {
    this.#count = 0
    this.#free.resolve()
  }
}
