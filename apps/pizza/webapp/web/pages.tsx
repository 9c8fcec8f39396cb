import type { ReactNode } from 'react'

/** Shows a page; `id` is what its address names, if anything. */
type Show = (id: string | undefined) => Promise<ReactNode>

/** The pages, by the first step of their address; each is loaded only where it is shown. */
const pages: Readonly<Record<string, Show>> = {
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

export async function pageAt(path: string): Promise<ReactNode> {
  const [, name = '', id = ''] = path.split('/')
  const show = pages[name] ?? pages['']
  return show?.(id === '' ? undefined : decoded(id))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
