import { createHash, timingSafeEqual } from 'node:crypto'

/** A bearer token of a request (RFC 6750), and where it stood. */
interface Token {
  readonly text: string
  readonly place: 'header' | 'query'
}

/**
 * The token in `Authorization: Bearer` or in the query's `access_token` (CloudEvents, HTTP webhook, section 3): a target
 * takes both.
 */
export function tokenOf(authorization: string | undefined, query: unknown): Token | undefined {
  const header = /^Bearer +([\w.~+/-]+=*)$/iu.exec(authorization ?? '')?.[1]
  if (header !== undefined) return { text: header, place: 'header' }
  const { access_token: text } = (query ?? {}) as { readonly access_token?: unknown }
  return typeof text === 'string' && text !== '' ? { text, place: 'query' } : undefined
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Whether two tokens are the same, in time that does not tell how far. */
export const sameToken = (left: string, right: string): boolean => timingSafeEqual(digest(left), digest(right))
