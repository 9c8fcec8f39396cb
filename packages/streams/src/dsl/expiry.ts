import type { AnyStore } from '../topology/graph.ts'

const LEAST_BETWEEN_MS = 60_000

/** When each store was last swept, in stream time: only a matter of work, so that it need not last. */
const sweptAt = new WeakMap<AnyStore, number>()

/** Removes what has expired, once for each half of what is kept (at least a minute, as Kafka Streams' segments). */
export function sweep(
  store: AnyStore,
  now: number,
  keptMs: number,
  expired: (entry: readonly [key: unknown, value: unknown]) => boolean,
): void {
  const last = sweptAt.get(store)
  if (last !== undefined && now - last < Math.max(LEAST_BETWEEN_MS, keptMs / 2)) return
  sweptAt.set(store, now)
  if (last === undefined) return
  for (const entry of store.entries()) if (expired(entry)) store.delete(entry[0])
}
