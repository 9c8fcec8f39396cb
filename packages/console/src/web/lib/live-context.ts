import { createContext, useContext, useEffect, useSyncExternalStore } from 'react'
import type { Problem } from '../../contract/overview.ts'
import type { LiveState, LiveStore, TailState } from './live-store.ts'

export const LiveContext = createContext<LiveStore | undefined>(undefined)

export function useLiveStore(): LiveStore {
  const store = useContext(LiveContext)
  if (store === undefined) throw new Error('a page stands outside of the live context')
  return store
}

export function useLive<T>(select: (state: LiveState) => T): T {
  const store = useLiveStore()
  return useSyncExternalStore(store.subscribe, () => select(store.state()))
}

/** Has the view of that name kept fresh while the component is shown; gives the reason when it cannot be. */
export function useWatch(name: string): Problem | undefined {
  const store = useLiveStore()
  useEffect(() => store.watch(name), [store, name])
  return useLive((state) => state.failing.get(name))
}

/** Follows a topic while the component is shown and `topic` is given. */
export function useTail(
  topic: string | undefined,
  partitions: string | undefined,
  filter: string | undefined,
): TailState {
  const store = useLiveStore()
  useEffect(
    () => (topic === undefined ? undefined : store.tail({ topic, partitions, filter })),
    [store, topic, partitions, filter],
  )
  return useLive((state) => state.tail)
}
