import { click, find, render } from '@millrace/ui/testing'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeService } from '@millrace/ui/testing/service'
import { applied, orderOf } from '../testing/orders.ts'
import { OrderPage } from './OrderPage.tsx'

const service = fakeService()

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = vi.fn<() => void>()
})

const button = (within: ParentNode, name: string) => {
  const found = [...within.querySelectorAll('button')].find(({ textContent }) => textContent === name)
  if (found === undefined) throw new Error(`no button ${name}`)
  return found
}

describe('the page of an order', () => {
  it('is what the stream says last', async () => {
    using page = await render(<OrderPage orderId="o-1" />)
    expect(page.container.textContent).not.toContain('Ada Winter')
    await service.tell('order', orderOf('created'))
    expect(find(page.container, 'h1').textContent).toContain('waiting for your payment')
    await service.tell('order', orderOf('readyToShip', [applied(1, 'payments-made', 'created', 'readyToShip')]))
    expect(find(page.container, 'h1').textContent).toContain('it is paid')
    expect(page.container.querySelector('[aria-current="step"]')?.textContent).toContain('Shipping')
  })

  it('shows what was ignored, how often, and why', async () => {
    const late = { ...applied(2, 'payments-made', 'shipped', 'shipped'), outcome: 'ignored' } as const
    using page = await render(<OrderPage orderId="o-1" />)
    await service.tell('order', orderOf('shipped', [{ ...late, reason: 'the order is shipped already', count: 2 }]))
    expect(page.container.textContent).toContain('ignored × 2')
    expect(page.container.textContent).toContain('the order is shipped already')
  })

  it('cancels after asking, once', async () => {
    service.answers['POST /orders/o-1/cancel'] = orderOf('cancelled')
    using page = await render(<OrderPage orderId="o-1" />)
    await service.tell('order', orderOf('created'))
    await click(button(page.container, 'Cancel the order'))
    const dialog = find(page.container, 'dialog')
    expect(service.posts()).toEqual([])
    await click(button(dialog, 'Cancel the order'))
    expect(service.posts().map(({ what }) => what)).toEqual(['POST /orders/o-1/cancel'])
    expect(service.posts()[0]?.key).toMatch(/^[0-9a-f]{32}$/u)
  })

  it('tells an order that is not there from one that cannot be read', async () => {
    using missing = await render(<OrderPage orderId="o-2" />)
    await service.tell('error', {})
    await service.settle()
    expect(missing.container.textContent).toContain('There is no such order')
    service.answers['GET /orders/o-3'] = 503
    using broken = await render(<OrderPage orderId="o-3" />)
    await service.tell('error', {})
    await service.settle()
    expect(broken.container.textContent).toContain('answers 503')
  })

  it('says that it is stale when the stream is lost, and keeps what it had', async () => {
    service.answers['GET /orders/o-1'] = 503
    using page = await render(<OrderPage orderId="o-1" />)
    await service.tell('order', orderOf('created'))
    await service.tell('error', {})
    await service.settle()
    expect(page.container.textContent).toContain('What you see may be old.')
    expect(page.container.textContent).toContain('Ada Winter')
  })
})
