import type { UnmatchedReason } from '../store/unmatched-table.ts'

/** What became of an event that came in. */
export type Outcome =
  | { readonly kind: 'published'; readonly messageKey: string; readonly correlationKey: string }
  | { readonly kind: 'started'; readonly processInstanceKey: string }
  | { readonly kind: 'completed'; readonly jobKey: string; readonly processInstanceKey: string }
  | { readonly kind: 'cancelled'; readonly processInstanceKey: string }
  /** It came before, and was done then. */
  | { readonly kind: 'duplicate' }
  /** Its `expirytime` is over. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'unmatched'; readonly reason: UnmatchedReason; readonly detail: string }
