import type { Product } from '../../contract/order.ts'

/** How many of each, by SKU; never 0. */
export type Basket = Readonly<Record<string, number>>

export const PIECES_MOST = 99

/** Sets how many there are of a product; none takes it out. */
export function withPieces(basket: Basket, sku: string, pieces: number): Basket {
  const { [sku]: _, ...rest } = basket
  const kept = Math.min(PIECES_MOST, Math.max(0, Math.trunc(pieces)))
  return kept === 0 ? rest : { ...basket, [sku]: kept }
}

export interface BasketLine {
  readonly product: Product
  readonly quantity: number
}

/** The lines in the order of the shelves; what is no longer sold is left out. */
export function basketLines(basket: Basket, products: readonly Product[]): readonly BasketLine[] {
  return products
    .map((product) => ({ product, quantity: basket[product.sku] ?? 0 }))
    .filter(({ quantity }) => quantity > 0)
}

export const basketPieces = (lines: readonly BasketLine[]): number =>
  lines.reduce((sum, { quantity }) => sum + quantity, 0)

/** Minor units. */
export const basketAmount = (lines: readonly BasketLine[]): number =>
  lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0)
