import { Refusal } from '@millrace/kernel'

/** Bytes that may be under way, handed out first come first served: the producer's back-pressure. */
export class Room {
  readonly #most: number
  readonly #mostWaiting: number
  readonly #waiting: { readonly bytes: number; readonly enter: () => void }[] = []
  #used = 0

  constructor(mostBytes: number, mostWaitingCount: number) {
    this.#most = mostBytes
    this.#mostWaiting = mostWaitingCount
  }

  /** Takes the bytes at once when they fit and nobody waits; else gives a promise for it. Something too big fits alone. */
  enter(bytes: number): Promise<void> | undefined {
    if (this.#waiting.length === 0 && this.#fits(bytes)) {
      this.#used += bytes
      return undefined
    }
    if (this.#waiting.length >= this.#mostWaiting) {
      const text = `${this.#mostWaiting} records wait for room in the producer already: await send() before sending more`
      throw new Refusal('LIMIT_EXCEEDED', text)
    }
    return new Promise((enter) => this.#waiting.push({ bytes, enter }))
  }

  leave(bytes: number): void {
    this.#used -= bytes
    while (this.#waiting[0] !== undefined && this.#fits(this.#waiting[0].bytes)) {
      const next = this.#waiting.shift()
      this.#used += next?.bytes ?? 0
      next?.enter()
    }
  }

  #fits(bytes: number): boolean {
    return this.#used === 0 || this.#used + bytes <= this.#most
  }
}
