/**
 * Bytes that a receiver will take. It grants a window, and grants a block's bytes again when it is done with the
 * block; so nothing is under way when the credits are what they were at their highest.
 */
export class Credits {
  #left = 0
  #window = 0

  get left(): number {
    return Math.max(0, this.#left)
  }

  /** Whether anything may be given. */
  get some(): boolean {
    return this.#left > 0
  }

  grant(bytes: number): void {
    this.#left += bytes
    this.#window = Math.max(this.#window, this.#left)
  }

  /** Takes credit for a block: within what is left, or all there is when nothing else is under way. */
  take(bytes: number): boolean {
    if (bytes > this.#left && this.#left < this.#window) return false
    this.#left -= bytes
    return true
  }
}
