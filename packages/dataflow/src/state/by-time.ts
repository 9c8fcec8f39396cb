/** Items in the order of a time. Adding is quick when they come nearly in order. */
export class ByTime<T> {
  #items: (readonly [at: number, item: T])[] = []
  #from = 0

  add(at: number, item: T): void {
    let [low, high] = [this.#from, this.#items.length]
    const last = this.#items.at(-1)
    if (last === undefined || high === this.#from || last[0] <= at) low = high
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#items[middle] as readonly [number, T])[0] <= at) low = middle + 1
      else high = middle
    }
    if (low === this.#items.length) this.#items.push([at, item])
    else this.#items.splice(low, 0, [at, item])
  }

  /** The earliest time there is. */
  first(): number | undefined {
    return this.#items[this.#from]?.[0]
  }

  /** Takes out what has a time at or before `at`, in order. */
  takeUntil(at: number): T[] {
    const taken: T[] = []
    for (let next = this.#items[this.#from]; next !== undefined && next[0] <= at; next = this.#items[this.#from]) {
      taken.push(next[1])
      this.#from++
    }
    if (this.#from > 1000 && this.#from * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#from)
      this.#from = 0
    }
    return taken
  }
}
