import type { ReactNode } from 'react'

/** Shows a page; `id` is what its address names, if anything. */
type Show = (id: string | undefined) => Promise<ReactNode>

/** The pages of both services, by the first step of their address; each is loaded only where it is shown. */
const pages: Readonly<Record<string, Show>> = {
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
