import { EmptyState, ErrorState, Skeleton, request, useRead } from '@millrace/ui'
import type { Product } from '../../contract/order.ts'
import { Frame } from '../frame/Frame.tsx'
import { Checkout } from './Checkout.tsx'
import { ProductCard } from './ProductCard.tsx'
import { BasketBar } from './BasketBar.tsx'
import { basketLines } from './basket.ts'
import { useBasket } from './kept-basket.ts'
import './shop.css'

/** The shelves, and beside them the basket that becomes an order. */
export function Shop() {
  const read = useRead('/products', 0, async (path, signal) => {
    const { items } = await request<{ items: readonly Product[] }>(path, { signal })
    return items
  })
  const { basket, set, clear } = useBasket()
  const products = read.data ?? []
  const lines = basketLines(basket, products)
  return (
    <Frame place="shop" title="Shop">
      <div className="weir-head">
        <h1>Good tea, and what it takes</h1>
        <p className="mr-lead">Order it now, pay by card, and follow it to your door.</p>
      </div>
      <div className="shop-columns">
        <section aria-label="Products">
          {read.data === undefined ? (
            <div className="mr-card">
              {read.error === undefined ? (
                <Skeleton what="products" lines={9} />
              ) : (
                <ErrorState title="The shelves could not be read" detail={read.error.message} onRetry={read.again} />
              )}
            </div>
          ) : products.length === 0 ? (
            <div className="mr-card">
              <EmptyState icon="bag" title="The shelves are empty">
                There is nothing to order at the moment.
              </EmptyState>
            </div>
          ) : (
            <ul className="shop-shelf">
              {products.map((product) => (
                <ProductCard
                  key={product.sku}
                  product={product}
                  pieces={basket[product.sku] ?? 0}
                  onPieces={(pieces) => set(product.sku, pieces)}
                />
              ))}
            </ul>
          )}
        </section>
        <Checkout lines={lines} onPieces={set} onOrdered={clear} />
      </div>
      <BasketBar lines={lines} />
    </Frame>
  )
}
