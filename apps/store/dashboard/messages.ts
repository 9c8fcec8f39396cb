import type { Changes } from './feed.ts'

/** Whether the dashboard's own model follows the log. */
export interface LogState {
  readonly following: boolean
  /** ms since epoch of the last moment at which the model was known to be up to date. */
  readonly upToDateAt: number
  /** Why it does not follow, in words. */
  readonly reason?: string
}

/**
 * What the server says over `/ws`, as JSON texts. A page that says `/ws?epoch=…&after=…` when it comes back is told what
 * it missed by one `changed`; without those, or when the server no longer knows, `hello` says `resumed: false` and the
 * page reads everything again.
 */
export type ServerMessage =
  | {
      readonly type: 'hello'
      readonly epoch: string
      readonly seq: number
      readonly resumed: boolean
      readonly log: LogState
    }
  /** The model holds these changes already. `seq` follows the last one by 1, or a message is missing. */
  | ({ readonly type: 'changed' } & Changes)
  /** Every few seconds, so that silence means a broken connection. `seq` is the last one's. */
  | { readonly type: 'alive'; readonly seq: number; readonly log: LogState }

export const ALIVE_EVERY_MS = 5000
