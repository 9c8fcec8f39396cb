import { httpServer } from '@millrace/client/http'
import { seededRandom, virtualClocks } from '@millrace/kernel'
import { describe, expect, it } from 'vitest'
import { originalsMessage } from '../resource/problem.ts'
import { silentLog } from '../testing/silent.ts'
import { queryRoutes } from './api.ts'
import { DashboardModel } from './model.ts'

function dashboard() {
  const model = new DashboardModel()
  const ports = { clocks: virtualClocks(0), random: seededRandom(1), log: silentLog }
  const app = httpServer({ service: 'dashboard', ports })
  let waited = 0
  const current = async () => void waited++
  originalsMessage(app)
  queryRoutes(app, { model: () => model, current, logState: () => ({ following: true, upToDateAt: 0 }), writable: [] })
  for (const [id, firstName] of [
    ['c1', 'Ada'],
    ['c2', 'Bruno'],
    ['c3', 'Zoë'],
  ] as const) {
    model.apply({ kind: 'customer', id, now: { id, firstName, lastName: 'Tester' } })
  }
  model.apply({ kind: 'product', id: 'p1', now: { id: 'p1', name: 'Butter', price: 150 } })
  for (const [id, customerId, total, day] of [
    ['u1', 'c2', 199, 1],
    ['u2', 'c2', 301, 3],
    ['u3', 'c3', 100, 2],
  ] as const) {
    const transactionDate = `2026-01-0${day}T00:00:00Z`
    model.apply({ kind: 'purchase', id, now: { id, productId: 'p1', customerId, total, transactionDate } })
  }
  return { app, get: (url: string) => app.inject(url), waited: () => waited }
}

describe('the original’s queries', () => {
  it('answer with its shapes', async () => {
    const { get } = dashboard()
    expect((await get('/api/customers/c2')).json()).toEqual({
      id: 'c2',
      firstName: 'Bruno',
      lastName: 'Tester',
      purchaseCount: 2,
      totalSpent: 5,
    })
    expect((await get('/api/products')).json()).toEqual([
      { id: 'p1', name: 'Butter', price: 1.5, purchaseCount: 3, customerCount: 2, totalSpent: 6 },
    ])
    const purchases = (await get('/api/customers/c2/purchases')).json<{ id: string }[]>()
    expect(purchases.map(({ id }) => id)).toEqual(['u2', 'u1'])
    expect(purchases[0]).toMatchObject({ customer: { firstName: 'Bruno' }, product: { price: 1.5 }, amountSpent: 3.01 })
  })

  it.each([
    ['/api/customers/x', 'Failed to locate customer with id x.'],
    ['/api/products/x', 'Failed to locate product with id x.'],
    ['/api/customers/c1/purchases', 'Failed to locate customer purchases with id c1.'],
    ['/api/products/x/purchases', 'Failed to locate product purchases with id x.'],
  ])('answer %s with 404, id and message', async (url, message) => {
    const answer = await dashboard().get(url)
    expect([answer.statusCode, answer.json<{ message: string }>().message]).toEqual([404, message])
  })

  it('can be searched, ordered and cut, and say how many there are', async () => {
    const { get } = dashboard()
    const answer = await get('/api/customers?q=TESTER&sort=-totalSpent&limit=2')
    expect(answer.json<{ id: string }[]>().map(({ id }) => id)).toEqual(['c2', 'c3'])
    expect(answer.headers['x-total-count']).toBe('3')
  })

  it('name wrong parameters', async () => {
    const answer = await dashboard().get('/api/products?sort=colour&limit=0')
    expect(answer.statusCode).toBe(400)
    expect(answer.json<{ errors: { field: string }[] }>().errors.map(({ field }) => field)).toEqual(['limit', 'sort'])
  })

  it('give the newest purchases first, and a summary', async () => {
    const { get, waited } = dashboard()
    expect((await get('/api/purchases?limit=2')).json<{ id: string }[]>().map(({ id }) => id)).toEqual(['u2', 'u3'])
    expect((await get('/api/summary')).json()).toMatchObject({ customerCount: 3, purchaseCount: 3, totalSpent: 6 })
    expect(waited()).toBe(2)
  })
})
