import { type Random, below } from '@millrace/kernel'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const POOL_CHARACTERS = 65_536

/** Random words cut from one long random text: a draw for each word instead of one for each letter. */
export class RandomText {
  readonly #random: Random
  readonly #pool: string

  constructor(random: Random) {
    this.#random = random
    this.#pool = Array.from({ length: POOL_CHARACTERS }, () => LETTERS[below(random, LETTERS.length)]).join('')
  }

  /** So many letters, at most 1,000. */
  letters(length: number): string {
    const at = below(this.#random, POOL_CHARACTERS - 1000)
    return this.#pool.slice(at, at + length)
  }

  /** From three letters to `most`. */
  word(most: number): string {
    return this.letters(3 + below(this.#random, most - 2))
  }

  /** What fills an event up to about the size that the benchmark gives its kind. */
  filling(currentSize: number, wantedSize: number): string {
    const missing = wantedSize - currentSize
    if (missing <= 0) return ''
    const spread = Math.round(missing * 0.2)
    return this.letters(missing - spread + below(this.#random, 2 * spread + 1))
  }
}
