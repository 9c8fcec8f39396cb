import type { Access } from '../access/access.ts'

/** What follows from a message of the client. */
export type SaslStep =
  | { readonly kind: 'continue'; readonly answer: Buffer }
  | { readonly kind: 'done'; readonly answer: Buffer; readonly access: Access }
  /** `text` is for the client, and says nothing of which part was wrong. */
  | { readonly kind: 'failed'; readonly text: string }

/** One login by SASL (RFC 4422): messages of the client one after the other, until it is done or has failed. */
export interface SaslExchange {
  step(message: Buffer): Promise<SaslStep>
}

/** Longest message of a client. */
export const MESSAGE_BYTES_MOST = 4096
