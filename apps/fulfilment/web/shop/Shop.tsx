import { useState } from 'react'
import type { Product } from '../../contract/order.ts'
import { Frame } from '../frame/Frame.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useFollowed, useFollowing } from '../live/use-live.ts'
import { Checkout } from './Checkout.tsx'
import { ProductCard } from './ProductCard.tsx'
import { RestockButton } from './RestockButton.tsx'
import './shop.css'

/** The three products with what is left of them, and the button that fills the shelves again. */
export function Shop() {
  const following = useFollowing()
  const read = useFollowed<{ products: readonly Product[] }>('/products', following)
  const [chosen, setChosen] = useState<Product | undefined>()
  return (
    <Frame place="shop" title="Shop" following={following}>
      <div className="pen-head">
        <div className="mr-stack shop-title">
          <h1>Three things for people who draw processes</h1>
          <p className="mr-lead">
            Limited editions, a few pieces at a time. Buy one, and watch its process run until it is shipped.
          </p>
        </div>
        <RestockButton />
      </div>
      <Loaded read={read} what="the products">
        {({ products }) => (
          <>
            {products.every(({ available }) => available === 0) && (
              <p className="shop-empty mr-card">
                <strong>The shelves are empty.</strong> Restock the store, and everything is back in a moment.
              </p>
            )}
            <ul className="shop-shelf" aria-label="Products">
              {products.map((product) => (
                <ProductCard key={product.name} product={product} onBuy={() => setChosen(product)} />
              ))}
            </ul>
          </>
        )}
      </Loaded>
      {chosen !== undefined && <Checkout product={chosen} onClose={() => setChosen(undefined)} />}
    </Frame>
  )
}
