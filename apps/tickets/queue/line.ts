/**
 * A line of people by their number. Who is in front of a number is counted in logarithmic time, however many left: a
 * Fenwick tree over the numbers that are still in the line.
 */
export class Line {
  #sums = new Int32Array(1024)
  #present = new Uint8Array(1024)
  #size = 0
  /** No number below it is in the line. */
  #first = 1

  /** People in the line. */
  get size(): number {
    return this.#size
  }

  has(number: number): boolean {
    return this.#present[number] === 1
  }

  add(number: number): void {
    if (number >= this.#present.length) this.#grow(number)
    if (this.#present[number] === 1) return
    this.#present[number] = 1
    this.#change(number, 1)
    this.#first = Math.min(this.#first, number)
  }

  remove(number: number): void {
    if (this.#present[number] !== 1) return
    this.#present[number] = 0
    this.#change(number, -1)
  }

  /** People with a smaller number. */
  ahead(number: number): number {
    let sum = 0
    for (let at = Math.min(number, this.#present.length) - 1; at > 0; at -= at & -at) sum += this.#sums[at] ?? 0
    return sum
  }

  /** The smallest number in the line. */
  first(): number | undefined {
    if (this.#size === 0) return undefined
    while (this.#present[this.#first] !== 1) this.#first += 1
    return this.#first
  }

  #change(number: number, by: number): void {
    this.#size += by
    for (let at = number; at < this.#sums.length; at += at & -at) this.#sums[at] = (this.#sums[at] ?? 0) + by
  }

  #grow(number: number): void {
    const present = new Uint8Array(2 ** Math.ceil(Math.log2(number + 2)))
    present.set(this.#present)
    this.#present = present
    this.#sums = new Int32Array(present.length)
    this.#size = 0
    for (let each = 1; each < present.length; each++) if (present[each] === 1) this.#change(each, 1)
  }
}
