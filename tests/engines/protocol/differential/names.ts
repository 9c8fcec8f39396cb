import type { Struct } from '@millrace/kernel'

/**
 * What each engine draws for itself (ids of topics, members, producers, sessions; generations, epochs), under names that
 * are the same for both: requests are written with names, and answers are compared by them.
 */
export class Names {
  readonly #values = new Map<string, unknown>()
  readonly #names = new Map<unknown, string>()
  readonly #drawn = new Map<string, number>()

  /** The value that was drawn last for a name. */
  get<T>(name: string, otherwise: T): T {
    return (this.#values.has(name) ? this.#values.get(name) : otherwise) as T
  }

  /** A value that counts: answers are compared by it, not by its name. */
  note(name: string, value: unknown): void {
    this.#values.set(name, value)
  }

  /** A value that means nothing but itself. */
  learn(name: string, value: unknown): void {
    this.note(name, value)
    if (this.#names.has(value)) return
    const count = (this.#drawn.get(name) ?? 0) + 1
    this.#drawn.set(name, count)
    this.#names.set(value, count === 1 ? name : `${name}, the ${count}th`)
  }

  /** A value as both engines would tell it; what nobody has drawn yet is `something new`. */
  nameOf(value: unknown): string {
    return this.#names.get(value) ?? 'something new'
  }
}

/** A part of a request that each engine fills with what it has drawn. */
export type Drawn = (names: Names) => unknown

export const drawn =
  <T>(name: string, otherwise: T): Drawn =>
  (names) =>
    names.get(name, otherwise)

export const drawnPlus =
  (name: string, plus: number, otherwise = 0): Drawn =>
  (names) =>
    names.get(name, otherwise) + plus

/** The request with what the engine has drawn. */
export function bound(template: unknown, names: Names): unknown {
  if (typeof template === 'function') return (template as Drawn)(names)
  if (Array.isArray(template)) return template.map((item) => bound(item, names))
  if (template === null || typeof template !== 'object' || Buffer.isBuffer(template)) return template
  return Object.fromEntries(Object.entries(template as Struct).map(([key, value]) => [key, bound(value, names)]))
}
