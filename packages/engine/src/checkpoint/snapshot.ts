import type { State } from '../state/state.ts'
import { headOf, sections } from './sections.ts'

/**
 * The state as it is at one moment, taken bit by bit while it goes on to change: an entry that is about to change is
 * written before. Keys beyond the last one of that moment belong to what came later. One at a time for a state.
 */
export class Snapshot {
  readonly #state: State
  readonly #lastKey: number
  readonly #written = new Map<string, Set<number>>()
  readonly #ahead: string[] = []
  readonly #rest: Iterator<string>

  constructor(state: State) {
    this.#state = state
    this.#lastKey = state.lastKey
    for (const line of headOf(state)) this.#ahead.push(JSON.stringify(line))
    for (const [name, section] of Object.entries(sections)) {
      this.#written.set(name, new Set())
      section.watch(state, (key) => {
        const line = this.#take(name, key)
        if (line !== undefined) this.#ahead.push(line)
      })
    }
    this.#rest = this.#inOrder()
  }

  /** The next line as JSON; undefined when all of the moment has been taken. */
  next(): string | undefined {
    const ahead = this.#ahead.pop()
    if (ahead !== undefined) return ahead
    const { value, done } = this.#rest.next()
    return done === true ? this.#ahead.pop() : value
  }

  /** The state is watched no more. */
  close(): void {
    for (const section of Object.values(sections)) section.watch(this.#state)
  }

  *#inOrder(): Generator<string, undefined> {
    for (const [name, section] of Object.entries(sections)) {
      const keys = section.keys(this.#state)
      for (let next = keys.next(); next.done !== true; next = keys.next()) {
        const line = this.#take(name, next.value)
        if (line !== undefined) yield line
      }
    }
    return undefined
  }

  /** The line of a key, once; undefined when there is none of it, or it has been taken. */
  #take(name: string, key: number): string | undefined {
    const written = this.#written.get(name)
    if (key > this.#lastKey || written === undefined || written.has(key)) return undefined
    written.add(key)
    const entry = sections[name]?.entry(this.#state, key)
    return entry === undefined ? undefined : JSON.stringify([name, key, entry])
  }
}
