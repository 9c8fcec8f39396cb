import { ToastProvider } from '@millrace/ui'
import { click, find, render } from '@millrace/ui/testing'
import { expect, it } from 'vitest'
import { fakeShop, orderOf } from '../testing/fake-shop.ts'
import { OperatorPage } from './OperatorPage.tsx'

const shop = fakeShop()

it('says who needs help, live, and drives on', async () => {
  shop.answers['POST /api/operator/orders/1a2b3c4d/drive-on'] = { orderId: '1a2b3c4d' }
  using page = await render(
    <ToastProvider>
      <OperatorPage />
    </ToastProvider>,
  )
  await shop.tell('orders', { items: [orderOf(200)] }, '/operator/orders/live')
  expect(page.container.textContent).toContain('No order is stuck.')
  expect(page.container.textContent).toContain('Nobody needs help')
  await shop.tell('order', orderOf(50, { stage: 200 }), '/operator/orders/live')
  expect(page.container.textContent).toContain('One order is stuck')
  await click(find(page.container, '[aria-label="Drive on: order 1a2b3c4d"]'))
  await shop.settle()
  expect(shop.posts()).toMatchObject([{ what: 'POST /api/operator/orders/1a2b3c4d/drive-on' }])
  expect(page.container.textContent).toContain('Order 1a2b3c4d is being driven on.')
})

it('shows what is wrong with the framing of statuses, and what to do', async () => {
  shop.answers['GET /api/operator/framings'] = { met: {}, unreadable: 2, trouble: 'create the table with …' }
  using page = await render(<OperatorPage />)
  await shop.settle()
  expect(page.container.textContent).toContain('2 records of pizza-status cannot be read. create the table with …')
})
