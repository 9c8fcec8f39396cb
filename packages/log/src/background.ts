/** Work that nobody waits for but `close`. What fails in it is told, and never rejects. */
export class Background {
  readonly #failed: (cause: unknown) => Promise<void>
  readonly #tasks = new Set<Promise<void>>()

  constructor(failed: (cause: unknown) => Promise<void>) {
    this.#failed = failed
  }

  run(work: Promise<unknown>): void {
    const task = this.watched(work)
    this.#tasks.add(task)
    void task.finally(() => this.#tasks.delete(task))
  }

  /** The same for work that somebody does wait for. */
  async watched(work: Promise<unknown>): Promise<void> {
    try {
      await work
    } catch (error) {
      await this.#failed(error)
    }
  }

  /** Resolves when nothing is under way, and what that has begun neither. */
  async done(): Promise<void> {
    while (this.#tasks.size > 0) await Promise.all(this.#tasks)
  }
}

/** Whether it resolves; whoever else waits for it hears why not. */
export function settles(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  )
}
