import { expect, it } from 'vitest'
import { cardErrors, cardSchema, isCardNumber, judge, testCards } from './card.ts'

const NOW = Date.UTC(2026, 10, 21)
const card = { number: '4242 4242 4242 4242', expiryMonth: 11, expiryYear: 2026, cvc: '123' }

it('judges each test card as it says', () => {
  expect(testCards.map(({ number }) => judge({ ...card, number }).kind)).toEqual([
    'approve',
    'approve',
    'challenge',
    'decline',
    'decline',
    'decline',
  ])
  expect(judge({ ...card, number: '4000000000009979' })).toEqual({
    kind: 'decline',
    brand: 'Visa',
    last4: '9979',
    reason: 'stolen_card',
    final: true,
  })
})

it('keeps nothing of a card that could pay', () => {
  expect(JSON.stringify(judge(card))).not.toMatch(/\d{5}|123/u)
})

it('knows a mistyped number: any one digit that is changed', () => {
  const digits = '4242424242424242'
  for (let at = 0; at < digits.length; at++)
    for (let digit = 0; digit < 10; digit++) {
      const typed = digits.slice(0, at) + digit + digits.slice(at + 1)
      expect(isCardNumber(typed)).toBe(typed === digits)
    }
})

it.each([
  ['a number that is none', { number: '4242 4242 4242 4241' }, ['number']],
  ['letters', { number: 'four' }, ['number']],
  ['a month that is past', { expiryMonth: 10 }, ['expiryYear']],
  ['a year that is past', { expiryYear: 2025 }, ['expiryYear']],
])('refuses %s', (_, wrong, fields) => {
  expect(cardErrors({ ...card, ...wrong }, NOW).map(({ field }) => field)).toEqual(fields)
})

it('takes a card to the end of its month', () => {
  expect(cardErrors(card, Date.UTC(2026, 10, 30, 23))).toEqual([])
  expect(cardErrors(card, Date.UTC(2026, 11, 1))).toHaveLength(1)
})

it.each([{ expiryMonth: 13 }, { expiryMonth: 1.5 }, { cvc: '12' }, { cvc: 123 }, { number: 42 }])(
  'refuses fields such as %j',
  (wrong) => {
    expect(cardSchema.safeParse({ ...card, ...wrong }).success).toBe(false)
  },
)
