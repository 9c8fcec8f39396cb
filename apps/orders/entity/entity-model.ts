import type { Kept } from './kept.ts'

export interface Entry<S> {
  readonly state: S
  readonly partition: number
}

/** All entities of a service, in the memory of each instance. */
export class EntityModel<S> {
  readonly #entries = new Map<string, Entry<S>>()
  readonly #aliases = new Map<string, string>()
  readonly #aliasOf: (state: S) => string | undefined
  /** Changed since they were last told. */
  #untold = new Set<string>()

  constructor(aliasOf: (state: S) => string | undefined = () => undefined) {
    this.#aliasOf = aliasOf
  }

  get size(): number {
    return this.#entries.size
  }

  get(id: string): S | undefined {
    return this.#entries.get(id)?.state
  }

  /** By its other name. */
  find(alias: string): S | undefined {
    return this.get(this.#aliases.get(alias) ?? '')
  }

  entry(id: string): Entry<S> | undefined {
    return this.#entries.get(id)
  }

  *states(): IterableIterator<S> {
    for (const { state } of this.#entries.values()) yield state
  }

  ids(): IterableIterator<string> {
    return this.#entries.keys()
  }

  apply(id: string, kept: Kept<S> | null, partition: number): void {
    if (kept?.state === undefined) return
    this.#entries.set(id, { state: kept.state, partition })
    const alias = this.#aliasOf(kept.state)
    if (alias !== undefined) this.#aliases.set(alias, id)
    this.#untold.add(id)
  }

  takeUntold(): Iterable<string> {
    const untold = this.#untold
    this.#untold = new Set()
    return untold
  }
}
