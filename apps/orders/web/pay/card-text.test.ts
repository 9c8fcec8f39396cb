import { describe, expect, it } from 'vitest'
import { cardOf, expiryText, groupedNumber } from './card-text.ts'

describe('a card as it is typed', () => {
  it.each([
    ['4242424242424242', '4242 4242 4242 4242'],
    ['4242 4', '4242 4'],
    ['42x42-', '4242'],
    ['3782822463100051234999', '3782 8224 6310 0051 234'],
  ])('groups %s', (typed, shown) => expect(groupedNumber(typed)).toBe(shown))

  it.each([
    ['1', '1'],
    ['12', '12'],
    ['123', '12 / 3'],
    ['12 / 34', '12 / 34'],
    ['5', '05'],
    ['534', '05 / 34'],
    ['12345', '12 / 34'],
  ])('takes %s for an expiry', (typed, shown) => expect(expiryText(typed)).toBe(shown))

  it('is sent as the service wants it; what is missing is for the service to name', () => {
    expect(cardOf('4242 4242', '05 / 34', ' 123 ')).toEqual({
      number: '4242 4242',
      expiryMonth: 5,
      expiryYear: 2034,
      cvc: '123',
    })
    expect(cardOf('', '', '')).toMatchObject({ expiryMonth: 0, expiryYear: 2000 })
  })
})
