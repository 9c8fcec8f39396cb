import type { Timer } from './clock.ts'

interface Entry {
  readonly at: number
  readonly order: number
  fire: (() => void) | undefined
}

/**
 * Timers in order of their due time, then in the order in which they were set: a binary heap.
 * Cancelled entries stay until they reach the top, so cancelling is constant-time.
 */
export class TimerQueue {
  readonly #heap: Entry[] = []
  #order = 0

  set(at: number, fire: () => void): Timer {
    const entry: Entry = { at, order: this.#order++, fire }
    this.#heap.push(entry)
    this.#up(this.#heap.length - 1)
    return {
      cancel: () => {
        entry.fire = undefined
      },
    }
  }

  /** Due time of the earliest live timer. */
  earliest(): number | undefined {
    this.#dropCancelled()
    return this.#heap[0]?.at
  }

  /** Takes the earliest timer that is due at `now`, so that the caller may fire it. */
  takeDue(now: number): (() => void) | undefined {
    this.#dropCancelled()
    const top = this.#heap[0]
    if (top === undefined || top.at > now) return undefined
    this.#removeTop()
    const { fire } = top
    top.fire = undefined
    return fire
  }

  #dropCancelled(): void {
    while (this.#heap[0] !== undefined && this.#heap[0].fire === undefined) this.#removeTop()
  }

  #removeTop(): void {
    const last = this.#heap.pop()
    if (last === undefined || this.#heap.length === 0) return
    this.#heap[0] = last
    this.#down(0)
  }

  #before(a: number, b: number): boolean {
    const x = this.#heap[a] as Entry
    const y = this.#heap[b] as Entry
    return x.at < y.at || (x.at === y.at && x.order < y.order)
  }

  #swap(a: number, b: number): void {
    const x = this.#heap[a] as Entry
    this.#heap[a] = this.#heap[b] as Entry
    this.#heap[b] = x
  }

  #up(start: number): void {
    let index = start
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!this.#before(index, parent)) return
      this.#swap(index, parent)
      index = parent
    }
  }

  #down(start: number): void {
    let index = start
    for (;;) {
      const left = 2 * index + 1
      const right = left + 1
      let least = index
      if (left < this.#heap.length && this.#before(left, least)) least = left
      if (right < this.#heap.length && this.#before(right, least)) least = right
      if (least === index) return
      this.#swap(index, least)
      index = least
    }
  }
}
