import type { Customer } from '../customers/customer.ts'
import type { Purchase } from '../purchases/purchase.ts'
import { decimal } from '../resource/money.ts'
import type { DashboardModel } from './model.ts'
import type { Totals } from './totals.ts'

/** Rows in the original's shapes; money in decimals. */
export interface CustomerRow extends Customer {
  readonly purchaseCount: number
  readonly totalSpent: number
}

export interface ProductRow {
  readonly id: string
  readonly name: string
  readonly price: number
  readonly purchaseCount: number
  readonly customerCount: number
  readonly totalSpent: number
}

export interface PurchaseRow {
  readonly id: string
  readonly customer: Customer & { readonly deleted?: true }
  readonly product: {
    readonly id: string
    readonly name: string
    /** null: the product has been deleted. */
    readonly price: number | null
    readonly deleted?: true
  }
  readonly amountSpent: number
  readonly transactionDate: string
}

export function customerRow(model: DashboardModel, id: string): CustomerRow | undefined {
  const customer = model.customers.get(id)
  if (customer === undefined) return undefined
  const { purchaseIds, spent } = model.customerTotals(id)
  return { ...customer, purchaseCount: purchaseIds.size, totalSpent: decimal(spent) }
}

export function productRow(model: DashboardModel, id: string): ProductRow | undefined {
  const product = model.products.get(id)
  if (product === undefined) return undefined
  const { purchaseIds, partners, spent } = model.productTotals(id)
  return {
    ...product,
    price: decimal(product.price),
    purchaseCount: purchaseIds.size,
    customerCount: partners.size,
    totalSpent: decimal(spent),
  }
}

export function* customerRows(model: DashboardModel): Iterable<CustomerRow> {
  for (const id of model.customers.keys()) yield customerRow(model, id) as CustomerRow
}

export function* productRows(model: DashboardModel): Iterable<ProductRow> {
  for (const id of model.products.keys()) yield productRow(model, id) as ProductRow
}

/** A purchase with its sides; one that has been deleted keeps its place, and says so. */
function purchaseRow(model: DashboardModel, purchase: Purchase): PurchaseRow {
  const { id, customerId, productId, total, transactionDate } = purchase
  const product = model.products.get(productId)
  return {
    id,
    customer: model.customers.get(customerId) ?? {
      id: customerId,
      firstName: '(deleted customer)',
      lastName: '',
      deleted: true,
    },
    product:
      product === undefined
        ? { id: productId, name: '(deleted product)', price: null, deleted: true }
        : { ...product, price: decimal(product.price) },
    amountSpent: decimal(total),
    transactionDate,
  }
}

/** The purchases behind the totals of a customer or product, newest first. */
export function purchasesOf(model: DashboardModel, { purchaseIds }: Totals): PurchaseRow[] {
  return [...purchaseIds]
    .map((id) => model.purchases.get(id))
    .filter((purchase) => purchase !== undefined)
    .toSorted(newestFirst)
    .map((purchase) => purchaseRow(model, purchase))
}

/** The newest purchases of all, newest first: one pass, however many there are. */
export function newestPurchases(model: DashboardModel, most: number): PurchaseRow[] {
  let newest: Purchase[] = []
  for (const purchase of model.purchases.values()) {
    newest.push(purchase)
    if (newest.length >= most * 8) newest = newest.toSorted(newestFirst).slice(0, most)
  }
  return newest
    .toSorted(newestFirst)
    .slice(0, most)
    .map((purchase) => purchaseRow(model, purchase))
}

function newestFirst(a: Purchase, b: Purchase): number {
  return Date.parse(b.transactionDate) - Date.parse(a.transactionDate) || (a.id < b.id ? -1 : 1)
}
