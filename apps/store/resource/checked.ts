/** What a check of untrusted input gives: the value, or why it is none, in words that say what would be right. */
export type Checked<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'wrong'; readonly reason: string }

export type Check<T> = (given: unknown) => Checked<T>

export const ok = <T>(value: T): Checked<T> => ({ kind: 'ok', value })
export const wrong = (reason: string): Checked<never> => ({ kind: 'wrong', reason })
