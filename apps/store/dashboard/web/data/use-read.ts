import { type ReadState, useRead as useReadAt } from '@millrace/ui'
import { useLive } from '../live/use-live.ts'

/** Reads, and reads again whenever the dashboard says that something changed. */
export function useRead<T>(key: string, read: (key: string, signal: AbortSignal) => Promise<T>): ReadState<T> {
  const { version } = useLive()
  return useReadAt(key, version, read)
}
