import type { CommittedState, Entry } from './state.ts'

/** As long as the process. */
export function memoryState<K, V>(): CommittedState<K, V> {
  const entries = new Map<string, Entry<K, V>>()
  return {
    mark: undefined,
    get: (_key, name) => entries.get(name),
    entries: () => entries,
    apply(alterations) {
      for (const [name, alteration] of alterations) {
        if (alteration.length === 2) entries.set(name, alteration)
        else entries.delete(name)
      }
    },
    clear: () => entries.clear(),
    close: () => undefined,
  }
}
