import { click, find, render, type } from '@millrace/ui/testing'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeService } from '@millrace/ui/testing/service'
import { orderOf } from '../testing/orders.ts'
import { Shop } from './Shop.tsx'

const service = fakeService()
const assign = vi.fn<(url: string | URL) => void>()

beforeEach(() => {
  localStorage.clear()
  assign.mockClear()
  vi.spyOn(location, 'assign').mockImplementation(assign)
  service.answers['GET /products'] = { items: [{ sku: 'POT', name: 'Clay pot', price: 3450, currency: 'EUR' }] }
})

async function filledShop() {
  const page = await render(<Shop />)
  await service.settle()
  await click(find(page.container, '[aria-label="Add Clay pot"]'))
  await click(find(page.container, '.shop-product [aria-label="One Clay pot more"]'))
  for (const [name, text] of Object.entries({ name: 'Ada', email: 'ada@example.com', phone: '+49 (151) 123-45678' }))
    await type(find<HTMLInputElement>(page.container, `input[name="${name}"]`), text)
  return page
}

describe('the shop', () => {
  it('orders what is in the basket and leads to the payment', async () => {
    service.answers['POST /orders'] = orderOf('created')
    using page = await filledShop()
    await click(find(page.container, '[type="submit"]'))
    expect(service.posts()[0]?.body).toEqual({
      customer: { name: 'Ada', email: 'ada@example.com', phone: '+4915112345678' },
      items: [{ sku: 'POT', quantity: 2 }],
    })
    expect(assign).toHaveBeenCalledWith('http://payments.example/pay/pay_1')
    expect(page.container.textContent).toContain('Nothing in it yet')
  })

  it('repeats the same order under the same key, and another under another', async () => {
    service.answers['POST /orders'] = 503
    using page = await filledShop()
    await click(find(page.container, '[type="submit"]'))
    await click(find(page.container, '[type="submit"]'))
    await click(find(page.container, '.shop-product [aria-label="One Clay pot more"]'))
    await click(find(page.container, '[type="submit"]'))
    const [first, second, third] = service.posts().map(({ key }) => key)
    expect(second).toBe(first)
    expect(third).not.toBe(first)
    expect(page.container.textContent).toContain('answers 503')
    expect(assign).not.toHaveBeenCalled()
  })
})
