import { useState } from 'react'
import type { Customer } from '../../contract/order.ts'
import { type Basket, withPieces } from './basket.ts'

const BASKET = 'weir-basket'
const CUSTOMER = 'weir-customer'

/** The basket outlives a reload, where the browser lets it. */
export function useBasket() {
  const [basket, setBasket] = useState<Basket>(() => {
    const kept = stored<Basket>(BASKET) ?? {}
    return Object.entries(kept).reduce<Basket>((all, [sku, pieces]) => withPieces(all, sku, Number(pieces)), {})
  })
  const change = (next: Basket) => {
    store(BASKET, next)
    setBasket(next)
  }
  return {
    basket,
    set: (sku: string, pieces: number) => change(withPieces(basket, sku, pieces)),
    clear: () => change({}),
  }
}

/** Who ordered last on this browser, so that one need not type it again. */
export const lastCustomer = (): Partial<Customer> => stored<Partial<Customer>>(CUSTOMER) ?? {}

export const keepCustomer = (customer: Customer): void => store(CUSTOMER, customer)

function stored<T>(name: string): T | undefined {
  try {
    return (JSON.parse(localStorage.getItem(name) ?? 'null') as T | null) ?? undefined
  } catch {
    return undefined
  }
}

function store(name: string, value: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify(value))
  } catch {
    // A browser without storage keeps it until the page is closed.
  }
}
