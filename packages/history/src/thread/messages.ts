import type { EngineEvent } from '@millrace/engine/events'
import type { Query, Row } from '../store/history-store.ts'

/** What the thread is asked; each request has one reply. */
export type Request =
  | { readonly kind: 'open'; readonly folder: string | undefined }
  | { readonly kind: 'apply'; readonly block: Uint8Array<ArrayBuffer>; readonly next: number }
  | { readonly kind: 'query'; readonly queries: readonly Query[] }
  | { readonly kind: 'forget'; readonly before: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'learn'; readonly events: readonly EngineEvent[]; readonly next: number }

/** What each request gives. */
export interface Replies {
  /** Position: offset of the first event that is not in the tables. */
  readonly open: number
  readonly apply: number
  readonly query: readonly (readonly Row[])[]
  /** There is more to forget. */
  readonly forget: boolean
  readonly reset: number
  readonly learn: number
}

export type ToThread = Request & { readonly id: number }
export type FromThread =
  | { readonly id: number; readonly reply: Replies[keyof Replies] }
  | { readonly id: number; readonly error: { readonly code: string; readonly message: string } }
