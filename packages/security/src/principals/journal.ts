/** Where principals and tokens are kept: keys and values, durable when `write` resolves. A null takes a key away. */
export interface PrincipalJournal {
  write(entries: readonly { readonly key: string; readonly value: object | null }[]): Promise<void>
}

/** Keeps nothing. */
export const memoryJournal: PrincipalJournal = { write: () => Promise.resolve() }
