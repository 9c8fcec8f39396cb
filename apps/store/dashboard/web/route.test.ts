import { expect, it } from 'vitest'
import { bodyOf } from './forms/NewEntity.tsx'
import { parseRoute, routeHref } from './route.ts'

it.each([
  '/customers',
  '/products',
  '/customers/a%2Fb',
  '/products/x?q=butter&sort=-price',
  '/customers?sort=firstName',
])('reads and writes %s', (href) => {
  const { pathname, search } = new URL(href, 'http://store')
  expect(routeHref(parseRoute(pathname, search))).toBe(href)
})

it('shows customers at any other address, and survives a broken one', () => {
  expect(parseRoute('/', '')).toMatchObject({ kind: 'customers', id: undefined })
  expect(parseRoute('/products/%E0%A4%A', '').id).toBe('%E0%A4%A')
})

it('sends numbers as numbers, what is no number as it stands, and nothing for an empty field', () => {
  const form = new FormData()
  for (const [name, value] of Object.entries({ name: ' Butter ', price: '1,50', total: 'much', empty: '  ' }))
    form.set(name, value)
  expect(bodyOf(form, ['price', 'total'])).toEqual({ name: 'Butter', price: 1.5, total: 'much' })
})
