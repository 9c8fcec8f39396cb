import type { AnyStore } from './graph.ts'

/** When the earliest of what waits in a store may be due, or earlier: spares looking through it. Not kept; -Infinity when not known. */
const bounds = new WeakMap<AnyStore, number>()

export const earliestIn = (store: AnyStore): number => bounds.get(store) ?? -Infinity

export function setEarliest(store: AnyStore, time: number): void {
  bounds.set(store, time)
}

/** What a record changed has come to nothing: look again. */
export function forgetEarliest(stores: Iterable<AnyStore>): void {
  for (const store of stores) bounds.delete(store)
}
