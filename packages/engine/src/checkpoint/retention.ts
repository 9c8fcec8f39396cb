/**
 * Who reads the event stream besides the engine, by name: events from a reader's position on are kept. A reader that
 * is to find every event from the first on is named, with position 0, before the engine opens.
 */
export class EventRetention {
  readonly #positions = new Map<string, number>()

  /** @param position offset of the first event that the reader has not done with */
  keep(reader: string, position: number): void {
    this.#positions.set(reader, position)
  }

  /** The reader needs nothing any more. */
  release(reader: string): void {
    this.#positions.delete(reader)
  }

  /** Offset of the first event that some reader still needs; infinite when there is no reader. */
  lowest(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...this.#positions.values())
  }
}
