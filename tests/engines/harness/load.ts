/** Writes, batch after batch, for as long as something else is under way. */
export class Load {
  /** How many records have been acknowledged. Their values are the numbers from 0. */
  sent = 0
  readonly #send: (values: readonly string[]) => Promise<unknown>
  readonly #batch: number

  /** @param batch records that `send` is given at a time */
  constructor(batch: number, send: (values: readonly string[]) => Promise<unknown>) {
    this.#batch = batch
    this.#send = send
  }

  async during<T>(work: Promise<T>): Promise<T> {
    const over = new AbortController()
    void work.finally(() => over.abort()).catch(() => undefined)
    while (!over.signal.aborted) {
      await this.#send(Array.from({ length: this.#batch }, (_, at) => String(this.sent + at)))
      this.sent += this.#batch
    }
    return work
  }
}
