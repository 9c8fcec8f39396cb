/** How requests reach subscribers: a port, so that the rest is tested without sockets. */
export type Send = (request: OutgoingRequest) => Promise<SendResult>

export interface OutgoingRequest {
  readonly method: 'POST' | 'OPTIONS'
  readonly url: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Buffer
  readonly timeoutMs: number
}

export type SendResult =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers: readonly (readonly [string, string])[]
      /** At most the sender's limit; `truncated` says that there was more. */
      readonly body: Buffer
      readonly truncated: boolean
    }
  /** No answer. `permanent` ones are not tried again: the address itself is refused. */
  | { readonly kind: 'failed'; readonly message: string; readonly permanent: boolean }
