import { click, find, render } from '@millrace/ui/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeService } from '@millrace/ui/testing/service'
import { at } from '../testing/orders.ts'
import { JournalPage } from './JournalPage.tsx'

const service = fakeService()
const entry = { id: '0:1', at: at(0), service: 'payments', event: 'payment made', orderId: 'o-1', paymentId: 'pay_1' }

beforeEach(() => history.replaceState(null, '', '/journal'))

describe('the journal', () => {
  it('leads from a payment’s id to everything about it, and reads again when something is added', async () => {
    service.answers['GET /entries?limit=100'] = { items: [entry] }
    service.answers['GET /entries?limit=100&q=pay_1'] = { items: [entry] }
    using page = await render(<JournalPage />)
    await service.settle()
    await click(find(page.container, '[aria-label="Everything about payment pay_1"]'))
    await service.settle()
    expect(location.search).toBe('?q=pay_1')
    service.answers['GET /entries?limit=100&q=pay_1'] = { items: [{ ...entry, id: '0:2', event: 'payment refunded' }] }
    await service.tell('entry', entry)
    await service.settle()
    expect(page.container.textContent).toContain('payment refunded')
  })

  it('says that nothing fits, and shows everything again', async () => {
    history.replaceState(null, '', '/journal?q=none&service=orders')
    service.answers['GET /entries?limit=100&q=none&service=orders'] = { items: [] }
    service.answers['GET /entries?limit=100'] = { items: [entry] }
    using page = await render(<JournalPage />)
    await service.settle()
    await click(find(page.container, '.mr-state button'))
    await service.settle()
    expect(location.search).toBe('')
    expect(page.container.textContent).toContain('payment made')
  })
})
