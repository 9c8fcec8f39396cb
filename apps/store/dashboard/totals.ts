import type { Purchase } from '../purchases/purchase.ts'

/** What the purchases of one customer, or of one product, come to; kept up to date one purchase at a time. */
export interface Totals {
  /** Minor units. */
  readonly spent: number
  readonly purchaseIds: ReadonlySet<string>
  /** Purchases by the other side's id: a product's customers, a customer's products. */
  readonly partners: ReadonlyMap<string, number>
}

const NO_TOTALS: Totals = { spent: 0, purchaseIds: new Set(), partners: new Map() }

interface Running {
  spent: number
  readonly purchaseIds: Set<string>
  readonly partners: Map<string, number>
}

type Side = 'customerId' | 'productId'

/** Totals by the id of one side of the purchases, whether or not an entity with that id exists. */
export class TotalsBy {
  readonly #side: Side
  readonly #other: Side
  readonly #totals = new Map<string, Running>()

  constructor(side: Side) {
    this.#side = side
    this.#other = side === 'customerId' ? 'productId' : 'customerId'
  }

  of(id: string): Totals {
    return this.#totals.get(id) ?? NO_TOTALS
  }

  add(purchase: Purchase): void {
    const totals = this.#totals.get(purchase[this.#side]) ?? { spent: 0, purchaseIds: new Set(), partners: new Map() }
    this.#totals.set(purchase[this.#side], totals)
    const partner = purchase[this.#other]
    totals.spent += purchase.total
    totals.purchaseIds.add(purchase.id)
    totals.partners.set(partner, (totals.partners.get(partner) ?? 0) + 1)
  }

  remove(purchase: Purchase): void {
    const totals = this.#totals.get(purchase[this.#side])
    if (totals === undefined) return
    const partner = purchase[this.#other]
    const left = (totals.partners.get(partner) ?? 0) - 1
    totals.spent -= purchase.total
    totals.purchaseIds.delete(purchase.id)
    if (left === 0) totals.partners.delete(partner)
    else totals.partners.set(partner, left)
    if (totals.purchaseIds.size === 0) this.#totals.delete(purchase[this.#side])
  }
}
