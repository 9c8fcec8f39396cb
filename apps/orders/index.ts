import type { AppDefinition, AppService, StartService } from '@millrace/kernel'
import { startDelivery } from './delivery/service.ts'
import { demo } from './demo/journey.ts'
import { startEmail } from './email/service.ts'
import { startLogging } from './logging/service.ts'
import { startMobile } from './mobile/service.ts'
import { startNotifications } from './notifications/service.ts'
import { startOrders } from './orders/service.ts'
import { startPayments } from './payments/service.ts'
import { ports } from './settings.ts'

/** An instance by a name of its own, which a restart has again. */
const instance =
  (name: string, start: StartService): StartService =>
  (environment, given) =>
    start({ INSTANCE_ID: name, ...environment }, given)

/** The services by name; orders and payments twice, each pair one consumer group. */
export const services = {
  orders: { start: instance('orders-1', startOrders), port: ports.orders },
  'orders-2': { start: instance('orders-2', startOrders), port: 8210 },
  payments: { start: instance('payments-1', startPayments), port: ports.payments },
  'payments-2': { start: instance('payments-2', startPayments), port: 8211 },
  delivery: { start: instance('delivery-1', startDelivery), port: ports.delivery },
  notifications: { start: instance('notifications-1', startNotifications), port: ports.notifications },
  logging: { start: instance('logging-1', startLogging), port: ports.logging },
  mobile: { start: instance('mobile-1', startMobile), port: ports.mobile },
  email: { start: instance('email-1', startEmail), port: ports.email },
} as const satisfies Readonly<Record<string, AppService>>

export const app: AppDefinition = {
  name: 'orders',
  summary: 'A shop of seven services: order, pay, and follow the order to the door',
  front: 'orders',
  pages: [
    { title: 'Shop', service: 'orders', path: '/' },
    { title: 'Orders', service: 'orders', path: '/track' },
    { title: 'Phone', service: 'mobile', path: '/phone' },
    { title: 'Mail', service: 'email', path: '/outbox' },
    { title: 'Deliveries', service: 'delivery', path: '/courier' },
    { title: 'Journal', service: 'logging', path: '/journal' },
    { title: 'Preferences', service: 'notifications', path: '/preferences' },
  ],
  services,
  demo,
}
