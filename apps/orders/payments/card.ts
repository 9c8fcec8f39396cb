import type { FieldError } from '@millrace/client/http'
import type { DeclineReason, TestCard } from '../contract/payment.ts'
import { z } from 'zod'

export const cardSchema = z.object({
  number: z.string('must be a card number').max(40, 'must be a card number'),
  expiryMonth: z.int('must be a month, 1 to 12').min(1, 'must be a month, 1 to 12').max(12, 'must be a month, 1 to 12'),
  expiryYear: z
    .int('must be a year of four digits')
    .min(2000, 'must be a year of four digits')
    .max(2100, 'must be a year of four digits'),
  cvc: z.string('must be three or four digits').regex(/^\d{3,4}$/u, 'must be three or four digits'),
})

export type GivenCard = z.output<typeof cardSchema>

type CardReason = Exclude<DeclineReason, 'challenge_failed'>

/** What the bank says of a card. Nothing in it can pay: neither number nor CVC. */
export type Verdict =
  | { readonly kind: 'approve'; readonly brand: string; readonly last4: string }
  | { readonly kind: 'challenge'; readonly brand: string; readonly last4: string }
  | {
      readonly kind: 'decline'
      readonly brand: string
      readonly last4: string
      readonly reason: CardReason
      /** No further card is taken. */
      readonly final: boolean
    }

/** The bank's code for demonstrations. */
export const CHALLENGE_CODE = '123456'

const CARDS: readonly (TestCard & { readonly judge: 'approve' | 'challenge' | CardReason })[] = [
  { number: '4242424242424242', does: 'is approved', judge: 'approve' },
  { number: '5555555555554444', does: 'is approved', judge: 'approve' },
  { number: '4000002760003184', does: 'asks for the bank’s code first', judge: 'challenge' },
  { number: '4000000000000002', does: 'is declined', judge: 'card_declined' },
  { number: '4000000000009995', does: 'is declined: insufficient funds', judge: 'insufficient_funds' },
  { number: '4000000000009979', does: 'is declined: stolen, and no further card is taken', judge: 'stolen_card' },
]

export const testCards: readonly TestCard[] = CARDS.map(({ number, does }) => ({ number, does }))

/** What is wrong with a card before any bank is asked; `now` in ms since epoch. */
export function cardErrors({ number, expiryMonth, expiryYear }: GivenCard, now: number): FieldError[] {
  const errors: FieldError[] = []
  if (!isCardNumber(digitsOf(number)))
    errors.push({ field: 'number', message: 'is no card number: 12 to 19 digits, the last one a check digit' })
  // A card is good to the end of its month.
  if (Date.UTC(expiryYear, expiryMonth) <= now)
    errors.push({ field: 'expiryYear', message: 'and expiryMonth are past' })
  return errors
}

/** Test cards do what their number says; all others are approved, as no money moves. */
export function judge({ number }: GivenCard): Verdict {
  const digits = digitsOf(number)
  const about = { brand: brandOf(digits), last4: digits.slice(-4) }
  const known = CARDS.find((card) => card.number === digits)?.judge ?? 'approve'
  if (known === 'approve' || known === 'challenge') return { kind: known, ...about }
  return { kind: 'decline', ...about, reason: known, final: known === 'stolen_card' }
}

const digitsOf = (number: string): string => number.replace(/[ -]/gu, '')

/** Luhn: doubled every second digit from the right, the digits' sum is a multiple of ten. */
export function isCardNumber(digits: string): boolean {
  if (!/^\d{12,19}$/u.test(digits)) return false
  const sum = [...digits].toReversed().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

function brandOf(digits: string): string {
  if (digits.startsWith('4')) return 'Visa'
  if (/^(5[1-5]|2[2-7])/u.test(digits)) return 'Mastercard'
  return /^3[47]/u.test(digits) ? 'American Express' : 'card'
}
