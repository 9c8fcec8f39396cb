import type { Pages } from '@millrace/ui'

/** The pages, by the first step of their address; each is loaded only where it is shown. */
export const pages: Pages = {
  '': async () => {
    const { BuilderPage } = await import('./builder/BuilderPage.tsx')
    return <BuilderPage />
  },
  login: async () => {
    const { LoginPage } = await import('./session/LoginPage.tsx')
    return <LoginPage />
  },
  orders: async (orderId) => {
    const { OrderListPage, OrderPage } = await import('./orders/index.ts')
    return orderId === undefined ? <OrderListPage /> : <OrderPage orderId={orderId} />
  },
  operator: async (orderId) => {
    const { OperatorOrderPage, OperatorPage } = await import('./operator/index.ts')
    return orderId === undefined ? <OperatorPage /> : <OperatorOrderPage orderId={orderId} />
  },
}
