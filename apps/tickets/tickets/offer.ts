import type { TicketsType } from '../contract/shop.ts'
import type { Offer } from './model.ts'

/** Cents, and each type's share of the tickets. The original asked 123.50 for any. */
const TYPES: readonly { readonly ticketsType: TicketsType; readonly price: number; readonly share: number }[] = [
  { ticketsType: 'standing', price: 12_350, share: 0.4 },
  { ticketsType: 'balcony 1', price: 9850, share: 0.2 },
  { ticketsType: 'balcony 2', price: 7850, share: 0.2 },
  { ticketsType: 'far away', price: 4950, share: 0.2 },
]

/** What is for sale when there are `capacity` tickets: whole numbers that add up to it. */
export function offerOf(sale: string, capacity: number): Offer {
  const types = TYPES.map(({ ticketsType, price, share }) => ({
    ticketsType,
    price,
    capacity: Math.floor(capacity * share),
  }))
  const rest = capacity - types.reduce((sum, type) => sum + type.capacity, 0)
  return { sale, types: types.map((type, at) => (at === 0 ? { ...type, capacity: type.capacity + rest } : type)) }
}
