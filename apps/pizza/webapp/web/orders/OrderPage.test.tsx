import { click, find, render } from '@millrace/ui/testing'
import { expect, it } from 'vitest'
import { fakeShop, orderOf } from '../testing/fake-shop.ts'
import { OrderPage } from './OrderPage.tsx'

const shop = fakeShop()

const line = (id: string, service: string, text: string) => ({
  id,
  at: `2026-01-01T00:00:0${id}.000Z`,
  service,
  instance: `${service}-1`,
  level: 'info',
  orderId: '1a2b3c4d',
  text,
})

it('follows an order, and takes nothing of it for a page', async () => {
  using page = await render(<OrderPage orderId="1a2b3c4d" />)
  await shop.tell('order', orderOf(200), '/1a2b3c4d/live')
  expect(find(page.container, 'h1').textContent).toBe('status 200')
  expect(page.container.textContent).toContain('for <script>alert(1)</script>')
  expect(page.container.querySelector('script')).toBeNull()
  await shop.tell('order', orderOf(50, { stage: 200, stuckSince: '2026-01-01T00:01:00.000Z' }), '/1a2b3c4d/live')
  expect(page.container.textContent).toContain('This takes longer than it should.')
  await shop.tell('order', orderOf(499, { stage: 499 }), '/1a2b3c4d/live')
  expect(page.container.textContent).toContain('was cancelled by the kitchen')
})

it('shows the log of the service that is chosen on the diagram', async () => {
  using page = await render(<OrderPage orderId="1a2b3c4d" />)
  await shop.tell('order', orderOf(300), '/1a2b3c4d/live')
  await shop.tell('lines', { items: [line('1', 'assemble', 'assembles'), line('3', 'bake', 'bakes')] }, '/logs/live')
  await shop.tell('line', line('2', 'bake', 'warms up'), '/logs/live')
  const lines = () =>
    [...page.container.querySelectorAll('.flow-log li > :last-child')].map((each) => each.textContent?.trim())
  expect(lines()).toEqual(['assembles', 'warms up', 'bakes'])
  const bake = [...page.container.querySelectorAll<HTMLElement>('.flow-service')].find((each) =>
    each.textContent?.startsWith('Bake'),
  )
  if (bake === undefined) throw new Error('no bake on the diagram')
  await click(bake)
  expect(lines()).toEqual(['warms up', 'bakes'])
  expect(bake.getAttribute('aria-pressed')).toBe('true')
  expect(bake.textContent).toContain('2 lines')
})
