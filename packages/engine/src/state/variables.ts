import { type Before, unwatched } from './table.ts'
import type { Json, JsonObject } from '../records/schema.ts'

export interface Variable {
  readonly key: number
  readonly value: Json
}

/** Variables by scope: the key of the element instance, and the name. */
export class Variables {
  readonly #scopes = new Map<number, Map<string, Variable>>()
  #before: Before = unwatched

  get(scopeKey: number, name: string): Variable | undefined {
    return this.#scopes.get(scopeKey)?.get(name)
  }
  has(scopeKey: number): boolean {
    return this.#scopes.has(scopeKey)
  }
  /** The variables of this scope alone. */
  local(scopeKey: number): JsonObject {
    return Object.fromEntries([...(this.#scopes.get(scopeKey) ?? [])].map(([name, { value }]) => [name, value]))
  }
  scopeKeys(): IterableIterator<number> {
    return this.#scopes.keys()
  }
  scopes(): IterableIterator<[number, Map<string, Variable>]> {
    return this.#scopes.entries()
  }

  set(scopeKey: number, name: string, variable: Variable): void {
    this.#before(scopeKey)
    const scope = this.#scopes.get(scopeKey)
    if (scope === undefined) this.#scopes.set(scopeKey, new Map([[name, variable]]))
    else scope.set(name, variable)
  }
  drop(scopeKey: number): void {
    this.#before(scopeKey)
    this.#scopes.delete(scopeKey)
  }
  /** Every variable of a scope, with its key. */
  of(scopeKey: number): ReadonlyMap<string, Variable> | undefined {
    return this.#scopes.get(scopeKey)
  }
  /** As `Table.watch`, with the keys of scopes. */
  watch(before: Before = unwatched): void {
    this.#before = before
  }
}

export type VariablesReader = Omit<Variables, 'set' | 'drop' | 'watch'>
