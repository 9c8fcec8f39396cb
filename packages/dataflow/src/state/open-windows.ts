/** What is kept of windows that are open, by their ends; a watermark that closes none costs nothing. */
export class OpenWindows<T> {
  readonly #byEnd = new Map<number, T>()
  #earliest = Infinity

  get(end: number): T | undefined {
    return this.#byEnd.get(end)
  }

  set(end: number, window: T): void {
    this.#byEnd.set(end, window)
    if (end < this.#earliest) this.#earliest = end
  }

  /** Takes out the windows whose last millisecond is at or before `at`, in the order of their ends. */
  takeUntil(at: number): (readonly [end: number, window: T])[] {
    if (this.#earliest - 1 > at) return []
    const done = this.entries().filter(([end]) => end - 1 <= at)
    for (const [end] of done) this.#byEnd.delete(end)
    this.#earliest = Infinity
    for (const end of this.#byEnd.keys()) if (end < this.#earliest) this.#earliest = end
    return done.toSorted(([a], [b]) => a - b)
  }

  /** The end of the window that is to be closed first. */
  first(): number | undefined {
    return this.#byEnd.size === 0 ? undefined : this.#earliest
  }

  entries(): (readonly [end: number, window: T])[] {
    return [...this.#byEnd]
  }
}
