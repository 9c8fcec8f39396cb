/**
 * Bytes that may be under way, handed out first come first served: the producer's back-pressure. Who takes some gives them
 * back with `leave`.
 */
export class Room<T extends { readonly bytes: number }> {
  readonly #most: number
  readonly #enter: (one: T) => void
  readonly #waiting = new Set<T>()
  #used = 0
  #letting = false

  constructor(mostBytes: number, enter: (one: T) => void) {
    this.#most = mostBytes
    this.#enter = enter
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /** Whether these bytes may enter at once: they fit and nobody waits. Something too big fits alone. */
  has(bytes: number): boolean {
    return this.#waiting.size === 0 && this.#fits(bytes)
  }

  /** Lets it in, at once or in its turn. */
  enter(one: T): void {
    if (this.has(one.bytes)) this.#let(one)
    else this.#waiting.add(one)
  }

  leave(bytes: number): void {
    this.#used -= bytes
    // Whoever leaves as soon as it has entered is seen by the loop that let it in: no recursion.
    if (this.#letting) return
    this.#letting = true
    for (const one of this.#waiting) {
      if (!this.#fits(one.bytes)) break
      this.#waiting.delete(one)
      this.#let(one)
    }
    this.#letting = false
  }

  /** Takes out all that wait, each with its bytes. */
  clear(): T[] {
    const all = [...this.#waiting]
    this.#waiting.clear()
    for (const { bytes } of all) this.#used += bytes
    return all
  }

  #let(one: T): void {
    this.#used += one.bytes
    this.#enter(one)
  }

  #fits(bytes: number): boolean {
    return this.#used === 0 || this.#used + bytes <= this.#most
  }
}
