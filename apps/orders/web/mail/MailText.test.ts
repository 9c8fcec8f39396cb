import { expect, it } from 'vitest'
import { pieces } from './MailText.tsx'

it('finds addresses, not the full stop behind them', () => {
  expect(pieces('Pay: http://a.example/pay/1. Then see https://b.example/x?y=1')).toEqual([
    { at: 0, before: 'Pay: ', address: 'http://a.example/pay/1' },
    { at: 27, before: '. Then see ', address: 'https://b.example/x?y=1' },
    { at: 61, before: '' },
  ])
  expect(pieces('javascript:alert(1)')).toEqual([{ at: 0, before: 'javascript:alert(1)' }])
})
