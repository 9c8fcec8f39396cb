import { ledgerService } from '../service.ts'
import { callBack } from './callback.ts'
import { PaymentsModel } from './model.ts'
import { paymentsRoutes } from './routes.ts'
import { Till } from './till.ts'

/** Payments by card and by transfer: paid once, however often somebody asks. */
export const startPayments = ledgerService({
  name: 'payments',
  model: () => new PaymentsModel(),
  calls: ({ ports }) => ({
    callback: (body, signal) => callBack(body as unknown as Parameters<typeof callBack>[0], ports, signal),
  }),
  gauges: (model) => ({
    tickets_payments_count: { help: 'Payments of this sale', value: () => model.payments.size },
  }),
  build: ({ app, settings, ports, model, ledger, work }) => {
    const till = new Till(model, ledger, ports, work)
    paymentsRoutes(app, {
      model,
      ledger,
      now: () => ports.clocks.domain.now(),
      processingMs: settings.PAYMENTS_PROCESSING_MS,
      paymentMs: settings.TICKETS_PAYMENT_MS,
    })
    app.addHook('onReady', async () => till.start())
    return () => till.stop()
  },
})
