import { click, find, render } from '@millrace/ui/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeService } from '@millrace/ui/testing/service'
import { orderOf } from '../testing/orders.ts'
import { OrderList } from './OrderList.tsx'

const service = fakeService()

beforeEach(() => history.replaceState(null, '', '/track'))

describe('the list of orders', () => {
  it('turns its pages in the address, and reads the one that is shown again when an order moves on', async () => {
    service.answers['GET /orders?limit=50'] = { items: [orderOf('created')], next: 'c1' }
    service.answers['GET /orders?limit=50&cursor=c1'] = { items: [{ ...orderOf('shipped'), orderId: 'o-old' }] }
    using page = await render(<OrderList />)
    await service.settle()
    await click(find(page.container, '.track-paging button'))
    await service.settle()
    expect(location.search).toBe('?cursor=c1')
    expect(find(page.container, '.track-list').textContent).toContain('o-old')
    service.answers['GET /orders?limit=50&cursor=c1'] = { items: [{ ...orderOf('delivered'), orderId: 'o-old' }] }
    await service.tell('order', orderOf('readyToShip'))
    await service.settle()
    expect(find(page.container, '.track-list').textContent).toContain('Delivered')
    await click(find(page.container, '.track-paging button'))
    expect(location.search).toBe('')
  })

  it('says that no order fits, and shows all again', async () => {
    history.replaceState(null, '', '/track?status=shipped&email=x@example.com')
    service.answers['GET /orders?limit=50&status=shipped&email=x%40example.com'] = { items: [] }
    service.answers['GET /orders?limit=50'] = { items: [orderOf('created')] }
    using page = await render(<OrderList />)
    await service.settle()
    await click(find(page.container, '.mr-state button'))
    await service.settle()
    expect([location.search, page.container.querySelectorAll('.track-list li').length]).toEqual(['', 1])
  })
})
