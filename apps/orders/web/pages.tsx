import type { Pages } from '@millrace/ui'

/** The pages of all services, by the first step of their address; each is loaded only where it is shown. */
export const pages: Pages = {
  '': async () => {
    const { Shop } = await import('./shop/Shop.tsx')
    return <Shop />
  },
  track: async (orderId) => {
    const { OrderList, OrderPage } = await import('./track/index.ts')
    return orderId === undefined ? <OrderList /> : <OrderPage orderId={orderId} />
  },
  pay: async (paymentId = '') => {
    const { PayPage } = await import('./pay/PayPage.tsx')
    return <PayPage paymentId={paymentId} />
  },
  courier: async () => {
    const { CourierPage } = await import('./courier/CourierPage.tsx')
    return <CourierPage />
  },
  preferences: async () => {
    const { PreferencesPage } = await import('./preferences/PreferencesPage.tsx')
    return <PreferencesPage />
  },
  journal: async () => {
    const { JournalPage } = await import('./journal/JournalPage.tsx')
    return <JournalPage />
  },
  phone: async (phone) => {
    const { PhonePage } = await import('./phone/PhonePage.tsx')
    return <PhonePage phone={phone} />
  },
  outbox: async () => {
    const { MailPage } = await import('./mail/MailPage.tsx')
    return <MailPage />
  },
}
