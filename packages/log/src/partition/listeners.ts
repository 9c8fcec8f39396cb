/** Callbacks in the order in which they were added; one that is removed while they are called is not called. */
export class Listeners {
  readonly #all = new Set<() => void>()

  add(listener: () => void): () => void {
    // A wrapper each: the same function may be added twice.
    const entry = (): void => listener()
    this.#all.add(entry)
    return () => {
      this.#all.delete(entry)
    }
  }

  call(): void {
    for (const listener of this.#all) listener()
  }
}
