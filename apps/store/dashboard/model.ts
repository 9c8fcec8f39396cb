import type { Customer } from '../customers/customer.ts'
import type { Product } from '../products/product.ts'
import type { Purchase } from '../purchases/purchase.ts'
import { type Totals, TotalsBy } from './totals.ts'

/** An entity as it is now; undefined: it is gone. */
export type ModelEvent =
  | { readonly kind: 'product'; readonly id: string; readonly now: Product | undefined }
  | { readonly kind: 'customer'; readonly id: string; readonly now: Customer | undefined }
  | { readonly kind: 'purchase'; readonly id: string; readonly now: Purchase | undefined }

/** Ids of the rows that look different now. */
export interface Changed {
  readonly customers: readonly string[]
  readonly products: readonly string[]
  readonly purchases: readonly string[]
}

/**
 * The dashboard's own join of the three topics, in memory. Events of different topics come in any order: a purchase
 * counts for its customer and its product from when it is there, even before or after they are. Each event costs the
 * same however much there is.
 */
export class DashboardModel {
  readonly products = new Map<string, Product>()
  readonly customers = new Map<string, Customer>()
  readonly purchases = new Map<string, Purchase>()
  readonly #byCustomer = new TotalsBy('customerId')
  readonly #byProduct = new TotalsBy('productId')
  #spent = 0

  /** Minor units, over all purchases. */
  get spent(): number {
    return this.#spent
  }

  customerTotals(id: string): Totals {
    return this.#byCustomer.of(id)
  }

  productTotals(id: string): Totals {
    return this.#byProduct.of(id)
  }

  apply(event: ModelEvent): Changed {
    switch (event.kind) {
      case 'product':
        put(this.products, event.id, event.now)
        return { customers: [], products: [event.id], purchases: [...this.productTotals(event.id).purchaseIds] }
      case 'customer':
        put(this.customers, event.id, event.now)
        return { customers: [event.id], products: [], purchases: [...this.customerTotals(event.id).purchaseIds] }
      case 'purchase':
        return this.#purchase(event.id, event.now)
    }
  }

  #purchase(id: string, now: Purchase | undefined): Changed {
    const before = this.purchases.get(id)
    if (before !== undefined) {
      this.#byCustomer.remove(before)
      this.#byProduct.remove(before)
      this.#spent -= before.total
    }
    put(this.purchases, id, now)
    if (now !== undefined) {
      this.#byCustomer.add(now)
      this.#byProduct.add(now)
      this.#spent += now.total
    }
    const touched = [before, now].filter((each) => each !== undefined)
    return {
      customers: [...new Set(touched.map(({ customerId }) => customerId))],
      products: [...new Set(touched.map(({ productId }) => productId))],
      purchases: [id],
    }
  }
}

function put<E>(map: Map<string, E>, id: string, now: E | undefined): void {
  if (now === undefined) map.delete(id)
  else map.set(id, now)
}
