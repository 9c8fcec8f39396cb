/** Work in lanes: one after another within a lane, side by side across lanes. */
export class Lanes {
  readonly #last = new Map<string, Promise<void>>()

  run<T>(lane: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(lane) ?? Promise.resolve()
    const turn = before.then(work)
    const settled = turn.then(
      () => undefined,
      () => undefined,
    )
    this.#last.set(lane, settled)
    void settled.then(() => {
      if (this.#last.get(lane) === settled) this.#last.delete(lane)
    })
    return turn
  }
}
