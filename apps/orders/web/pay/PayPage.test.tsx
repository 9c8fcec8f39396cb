import { click, find, render } from '@millrace/ui/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import type { PaymentAttempt } from '../../contract/payment.ts'
import { fakeService } from '@millrace/ui/testing/service'
import { at, paymentOf } from '../testing/orders.ts'
import { PayPage } from './PayPage.tsx'

const service = fakeService()

beforeEach(() => {
  service.answers['GET /cards'] = { items: [{ number: '4242424242424242', does: 'is approved' }], code: '123456' }
})

const declined: PaymentAttempt = {
  at: at(1),
  outcome: 'declined',
  brand: 'Visa',
  last4: '9995',
  reason: 'insufficient_funds',
}

describe('the payment page', () => {
  it('pays with a test card', async () => {
    service.answers['POST /payments/pay_1/pay'] = paymentOf('made')
    using page = await render(<PayPage paymentId="pay_1" />)
    await service.tell('beat', { now: at(0) })
    await service.tell('payment', paymentOf('created'))
    await service.settle()
    // The service's clock is taken over to the page's own, which goes on meanwhile.
    expect(page.container.textContent).toMatch(/Pay within (30:0[01]|29:5\d)/)
    await click(find(page.container, '.pay-cards button'))
    await click(find(page.container, '[type="submit"]'))
    expect(service.posts()[0]?.body).toEqual({
      number: '4242 4242 4242 4242',
      expiryMonth: 12,
      expiryYear: 2034,
      cvc: '123',
    })
    await service.tell('payment', { ...paymentOf('made', [{ ...declined, outcome: 'approved' }]), paidAt: at(2) })
    expect(find(page.container, 'h1').textContent).toBe('Paid, thank you')
  })

  it('says why a card was declined and how many may still be tried', async () => {
    using page = await render(<PayPage paymentId="pay_1" />)
    await service.tell('payment', paymentOf('created', [declined]))
    expect(page.container.textContent).toContain('Visa ending in 9995 was declined.')
    expect(page.container.textContent).toContain('not enough money')
    expect(page.container.textContent).toContain('2 tries left')
  })

  it('asks for the code that the bank has sent', async () => {
    using page = await render(<PayPage paymentId="pay_1" />)
    await service.tell('payment', paymentOf('challenged', [{ ...declined, outcome: 'challenged' }]))
    await service.settle()
    expect(find(page.container, 'h1').textContent).toBe('Is it you?')
    expect(page.container.textContent).toContain('123456 is right')
  })

  it.each([
    ['failed', 'The payment failed'],
    ['expired', 'The time to pay is over'],
    ['cancelled', 'The payment is cancelled'],
    ['refunded', 'You get your money back'],
  ] as const)('takes no card when it is %s', async (status, title) => {
    using page = await render(<PayPage paymentId="pay_1" />)
    await service.tell('payment', paymentOf(status))
    expect(find(page.container, 'h1').textContent).toBe(title)
    expect(page.container.querySelector('form')).toBeNull()
    expect(find<HTMLAnchorElement>(page.container, 'a.mr-big').href).toBe('http://orders.example/track/o-1')
  })
})
