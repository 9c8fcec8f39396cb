import type { Schema } from '@millrace/kernel'

/** A pair of messages under one API key. */
export interface Message<Request, Response> {
  readonly name: string
  readonly key: number
  /** Versions in which the request's and the response's header is flexible. */
  readonly headers: { readonly request: string; readonly response: string }
  readonly request: Schema<Request>
  readonly response: Schema<Response>
}
