import { describe, expect, it } from 'vitest'
import { formatMoney } from './money.ts'

describe('money', () => {
  it('turns integer minor units into the decimals of the currency', () => {
    expect(formatMoney(1999)).toBe('$19.99')
    expect(formatMoney(5)).toBe('$0.05')
    expect(formatMoney(-150, 'EUR')).toBe('-€1.50')
    expect(formatMoney(1200, 'JPY')).toBe('¥1,200')
  })

  it('keeps every digit of an amount that a number would round', () => {
    expect(formatMoney(900719925474099301n)).toBe('$9,007,199,254,740,993.01')
  })

  it('refuses half a cent', () => {
    expect(() => formatMoney(0.5)).toThrow('money is an integer of minor units')
  })
})
