/** The last so many keys: for triggers that want no duplicates. */
export class RecentlySeen {
  readonly #keys = new Set<string>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  /** True when the key was seen before. */
  check(key: string): boolean {
    if (this.#keys.has(key)) return true
    this.#keys.add(key)
    if (this.#keys.size > this.#most) for (const oldest of this.#keys) return !this.#keys.delete(oldest)
    return false
  }
}
