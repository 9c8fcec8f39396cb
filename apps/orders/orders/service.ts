import { messageOf } from '@millrace/kernel'
import { entityService, partsOf } from '../service.ts'
import { ports } from '../settings.ts'
import { deliveryDelivered, deliveryShipped, deliveryShipping, paymentsMade } from '../topics.ts'
import { type OrderCommand, orderCommand } from './command.ts'
import { onCommand, onEvent } from './decide.ts'
import { orderSchema } from './order.ts'
import { paymentsClient } from './payments-client.ts'
import { orderRoutes } from './routes.ts'

/** The ordering system: takes orders, follows what payments and delivery say of them. */
export const startOrders = entityService({
  name: 'orders',
  port: ports.orders,
  pages: ['/', '/track', '/track/:orderId'],
  build: ({ settings, ports: servicePorts, ownUrl }) => {
    const { PAYMENTS_URL, PAYMENTS_2_URL } = settings
    const payments = paymentsClient(PAYMENTS_2_URL === undefined ? [PAYMENTS_URL] : [PAYMENTS_URL, PAYMENTS_2_URL])
    return partsOf({
      kind: {
        id: 'orders',
        state: orderSchema,
        command: orderCommand,
        inputs: [paymentsMade, deliveryShipping, deliveryShipped, deliveryDelivered],
        onCommand,
        onEvent,
        jobs: ({ paymentToCancel }) =>
          paymentToCancel === undefined ? [] : [{ id: 'cancel-payment', at: paymentToCancel.nextAt }],
        perform: async ({ paymentId }): Promise<OrderCommand> => {
          try {
            await payments.cancel(paymentId)
            return { kind: 'paymentCancelled' }
          } catch (error) {
            return { kind: 'paymentCancelled', error: messageOf(error) }
          }
        },
      },
      routes: (app, orders, live) =>
        orderRoutes(app, orders, live, {
          payments,
          secret: settings.WEBHOOK_SECRET,
          ports: servicePorts,
          ownUrl,
        }),
    })
  },
})
