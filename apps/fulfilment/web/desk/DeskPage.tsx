import { EmptyState } from '@millrace/ui'
import { useState } from 'react'
import type { DeskOrder } from '../../contract/desk.ts'
import { Frame } from '../frame/Frame.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useFollowed, useFollowing } from '../live/use-live.ts'
import { OrderColumn } from './OrderColumn.tsx'
import { OrderPane } from './OrderPane.tsx'
import { Services } from './Services.tsx'
import './desk.css'

/** The operator's view: all orders, and the chosen one on its diagram. */
export function DeskPage({ orderId }: { orderId: string | undefined }) {
  const following = useFollowing()
  const read = useFollowed<{ orders: readonly DeskOrder[] }>('/orders', following)
  const [picked, setPicked] = useState(orderId)
  const pick = (id: string) => {
    setPicked(id)
    history.replaceState(null, '', `/desk/${encodeURIComponent(id)}`)
  }
  return (
    <Frame place="desk" title="Operator" following={following} wide>
      <h1 className="mr-visually-hidden">Orders on their diagrams</h1>
      <Loaded read={read} what="the orders">
        {({ orders }) => {
          const chosen = picked ?? orders[0]?.orderId
          return (
            <div className="desk-columns">
              <div className="mr-stack">
                <OrderColumn orders={orders} chosen={chosen} onChoose={pick} />
                <Services following={following} />
              </div>
              {chosen === undefined ? (
                <div className="mr-card">
                  <EmptyState icon="overview" title="No orders yet">
                    The first one that is bought in the shop is here at once, on the diagram of its process.
                  </EmptyState>
                </div>
              ) : (
                <OrderPane key={chosen} orderId={chosen} following={following} />
              )}
            </div>
          )
        }}
      </Loaded>
    </Frame>
  )
}
