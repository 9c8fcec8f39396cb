import type { Pages } from '@millrace/ui'

/** The pages of both services, by the first step of their address; each is loaded only where it is shown. */
export const pages: Pages = {
  '': async () => {
    const { Shop } = await import('./shop/Shop.tsx')
    return <Shop />
  },
  track: async (orderId) => {
    const { OrderList, OrderPage } = await import('./track/index.ts')
    return orderId === undefined ? <OrderList /> : <OrderPage orderId={orderId} />
  },
  db: async () => {
    const { StockPage } = await import('./stock/StockPage.tsx')
    return <StockPage />
  },
  desk: async (orderId) => {
    const { DeskPage } = await import('./desk/DeskPage.tsx')
    return <DeskPage orderId={orderId} />
  },
}
