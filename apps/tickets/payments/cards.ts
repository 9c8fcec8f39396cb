/** What becomes of a card: by its number, as test cards do. */
export type CardOutcome =
  | { readonly kind: 'approved' }
  | { readonly kind: 'declined'; readonly reason: string }
  | { readonly kind: 'silent' }

const TEST_CARDS: Readonly<Record<string, { readonly does: string; readonly outcome: CardOutcome }>> = {
  '4242424242424242': { does: 'approved', outcome: { kind: 'approved' } },
  '4000000000000002': { does: 'declined', outcome: { kind: 'declined', reason: 'card declined' } },
  '4000000000009995': { does: 'insufficient funds', outcome: { kind: 'declined', reason: 'insufficient funds' } },
  '4000000000000341': { does: 'never answers: expires', outcome: { kind: 'silent' } },
}

export const cardOutcome = (digits: string): CardOutcome => TEST_CARDS[digits]?.outcome ?? { kind: 'approved' }

export const testCards = Object.entries(TEST_CARDS).map(([digits, { does }]) => ({
  number: digits.replaceAll(/(\d{4})(?=\d)/gu, '$1 '),
  does,
}))
