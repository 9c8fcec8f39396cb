import { click, find, render } from '@millrace/ui/testing'
import { beforeEach, expect, it, vi } from 'vitest'
import { menu } from '../../../contract/menu.ts'
import { fakeShop, orderOf } from '../testing/fake-shop.ts'
import { BuilderPage } from './BuilderPage.tsx'

const shop = fakeShop()
const assign = vi.fn<(url: string | URL) => void>()

beforeEach(() => {
  assign.mockClear()
  vi.spyOn(location, 'assign').mockImplementation(assign)
  shop.answers['GET /api/menu'] = menu
})

it('orders what is on the pizza, and leads to the order', async () => {
  shop.answers['POST /api/orders'] = orderOf(100)
  using page = await render(<BuilderPage />)
  await shop.settle()
  await click(find(page.container, 'input[value="Pesto"]'))
  for (const extra of ['Egg', 'Ham', 'Egg']) await click(find(page.container, `input[value="${extra}"]`))
  expect(page.container.textContent).toContain('Pepperoni on Pesto with Mozzarella, plus Ham')
  await click(find(page.container, '[type="submit"]'))
  expect(shop.posts()[0]?.body).toEqual({
    sauce: 'Pesto',
    cheese: 'Mozzarella',
    main_topping: 'Pepperoni',
    extra_toppings: ['Ham'],
  })
  expect(assign).toHaveBeenCalledWith('/orders/1a2b3c4d')
})

it('repeats an order that failed under its key, and another pizza under another', async () => {
  shop.answers['POST /api/orders'] = 503
  using page = await render(<BuilderPage />)
  await shop.settle()
  await click(find(page.container, '[type="submit"]'))
  await click(find(page.container, '[type="submit"]'))
  await click(find(page.container, 'input[value="Hummus"]'))
  await click(find(page.container, '[type="submit"]'))
  const [first, second, third] = shop.posts().map(({ key }) => key)
  expect(second).toBe(first)
  expect(third).not.toBe(first)
  expect(page.container.textContent).toContain('answers 503')
  expect(assign).not.toHaveBeenCalled()
})

it('leads to the login when nobody is logged in', async () => {
  shop.answers['GET /api/session'] = 401
  const replace = vi.spyOn(location, 'replace').mockImplementation(() => undefined)
  using _page = await render(<BuilderPage />)
  await shop.settle()
  expect(replace).toHaveBeenCalledWith('/login?to=%2F')
})
