import type { Appended, Frame, Log } from '@millrace/log'

/** A log that is durable when the test says so, and fails when it says so. */
export class HeldLog {
  readonly log: Log
  /** Thrown by the next appends. */
  refusal: Error | undefined
  readonly #held: { resolve: () => void; reject: (reason: Error) => void }[] = []
  #holding = false

  constructor(log: Log) {
    this.log = new Proxy(log, {
      get: (target, name) => {
        if (name === 'append') return (frame: Frame) => this.#append(target, frame)
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      },
    })
  }

  hold(): void {
    this.#holding = true
  }

  release(): void {
    this.#holding = false
    for (const { resolve } of this.#held.splice(0)) resolve()
  }

  fail(reason: Error): void {
    for (const { reject } of this.#held.splice(0)) reject(reason)
  }

  #append(target: Log, frame: Frame): Appended {
    if (this.refusal !== undefined) throw this.refusal
    const appended = target.append(frame)
    if (!this.#holding) return appended
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#held.push({ resolve, reject })
    return { ...appended, durable: promise }
  }
}
