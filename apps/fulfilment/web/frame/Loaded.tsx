import { type ReadState, Unread } from '@millrace/ui'
import type { ReactNode } from 'react'

interface LoadedProps<T> {
  readonly read: ReadState<T>
  /** In words: "the orders". */
  readonly what: string
  readonly children: (data: T) => ReactNode
}

/** What was read; until then its place, or why it cannot be read. */
export function Loaded<T>({ read, what, children }: LoadedProps<T>) {
  if (read.data !== undefined) return children(read.data)
  return <Unread read={read} what={what} failure={`Not to be read: ${what}`} lines={8} />
}
