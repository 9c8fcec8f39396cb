import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DashboardModel, type ModelEvent } from './model.ts'
import { customerRows, productRows, purchasesOf } from './rows.ts'

const id = (prefix: string) => fc.integer({ min: 0, max: 4 }).map((number) => `${prefix}${number}`)
const gone = { freq: 3 }

const event: fc.Arbitrary<ModelEvent> = fc.oneof(
  fc.tuple(id('p'), fc.option(fc.nat(1000), gone)).map(([id, price]): ModelEvent => ({
    kind: 'product',
    id,
    now: price === null ? undefined : { id, name: `n${price}`, price },
  })),
  fc.tuple(id('c'), fc.option(fc.string(), gone)).map(([id, name]): ModelEvent => ({
    kind: 'customer',
    id,
    now: name === null ? undefined : { id, firstName: name, lastName: 'x' },
  })),
  fc
    .tuple(id('u'), id('p'), id('c'), fc.option(fc.integer({ min: -50, max: 5000 }), gone))
    .map(([id, productId, customerId, total]): ModelEvent => ({
      kind: 'purchase',
      id,
      now: total === null ? undefined : { id, productId, customerId, total, transactionDate: '2026-01-01T00:00:00Z' },
    })),
)

/** The join as one would write it with all data at hand, as the original does for each request. */
function recomputed(events: readonly ModelEvent[]) {
  const last = (kind: ModelEvent['kind']) =>
    [
      ...new Map(events.filter((each) => each.kind === kind).map((each) => [each.id, each.now] as const)).values(),
    ].filter((each) => each !== undefined)
  const purchases = last('purchase') as Extract<ModelEvent, { kind: 'purchase' }>['now'][] as {
    id: string
    productId: string
    customerId: string
    total: number
  }[]
  const sum = (rows: typeof purchases) => rows.reduce((total, row) => total + row.total, 0) / 100
  const of = (field: 'productId' | 'customerId', id: string) => purchases.filter((row) => row[field] === id)
  return {
    customers: (last('customer') as { id: string }[]).map((row) => {
      const own = of('customerId', row.id)
      return { ...row, purchaseCount: own.length, totalSpent: sum(own) }
    }),
    products: (last('product') as { id: string; price: number }[]).map((row) => {
      const own = of('productId', row.id)
      const customerCount = new Set(own.map(({ customerId }) => customerId)).size
      return { ...row, price: row.price / 100, purchaseCount: own.length, customerCount, totalSpent: sum(own) }
    }),
    spent: sum(purchases),
  }
}

const sorted = <Row extends { id: string }>(rows: Iterable<Row>) =>
  [...rows].toSorted((a, b) => a.id.localeCompare(b.id))

describe('the joined model', () => {
  it('is after any events what a recomputation from them gives', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const model = new DashboardModel()
        for (const each of events) model.apply(each)
        const { customers, products, spent } = recomputed(events)
        expect(sorted(customerRows(model))).toEqual(sorted(customers))
        expect(sorted(productRows(model))).toEqual(sorted(products))
        expect(model.spent / 100).toBe(spent)
      }),
      { numRuns: 300 },
    )
  })

  it('is the same however the events of different topics interleave', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const [one, other] = [new DashboardModel(), new DashboardModel()]
        for (const each of events) one.apply(each)
        for (const kind of ['purchase', 'customer', 'product'] as const)
          for (const each of events.filter((every) => every.kind === kind)) other.apply(each)
        expect(sorted(customerRows(one))).toEqual(sorted(customerRows(other)))
        expect(sorted(productRows(one))).toEqual(sorted(productRows(other)))
      }),
    )
  })

  it('names every row that looks different after an event', () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 40 }), (events) => {
        const model = new DashboardModel()
        const look = () => ({
          customers: new Map([...customerRows(model)].map((row) => [row.id, JSON.stringify(row)])),
          products: new Map([...productRows(model)].map((row) => [row.id, JSON.stringify(row)])),
        })
        for (const each of events) {
          const before = look()
          const changed = model.apply(each)
          const after = look()
          for (const side of ['customers', 'products'] as const) {
            const ids = new Set([...before[side].keys(), ...after[side].keys()])
            const different = [...ids].filter((each) => before[side].get(each) !== after[side].get(each))
            expect(changed[side]).toEqual(expect.arrayContaining(different))
          }
        }
      }),
    )
  })

  it('shows a purchase of what was deleted, in a shape that a page of the original survives', () => {
    const model = new DashboardModel()
    model.apply({ kind: 'customer', id: 'c', now: { id: 'c', firstName: 'Danny', lastName: 'Tester' } })
    const now = { id: 'u', productId: 'p', customerId: 'c', total: 199, transactionDate: '2026-01-01T00:00:00Z' }
    model.apply({ kind: 'purchase', id: 'u', now })
    expect(purchasesOf(model, model.customerTotals('c'))).toEqual([
      {
        id: 'u',
        customer: { id: 'c', firstName: 'Danny', lastName: 'Tester' },
        product: { id: 'p', name: '(deleted product)', price: null, deleted: true },
        amountSpent: 1.99,
        transactionDate: now.transactionDate,
      },
    ])
    expect([...customerRows(model)]).toMatchObject([{ purchaseCount: 1, totalSpent: 1.99 }])
  })
})
