import { Fault, hex, pause } from '@millrace/kernel'
import { type CallParts, type Workshop, ledgerService } from '../service.ts'
import { callbackRoute } from './callback.ts'
import { newTicketKey } from './codes.ts'
import { EarlyPayments } from './early-payments.ts'
import { Gate } from './gate.ts'
import { HoldKeeper } from './hold-keeper.ts'
import { TicketsModel, tables } from './model.ts'
import { offerOf } from './offer.ts'
import { operatorRoutes } from './operator-routes.ts'
import { declined, paid } from './pay.ts'
import { type Payments, paymentsClient } from './payments-client.ts'
import { ticketsRoutes } from './routes.ts'
import { Shop } from './shop.ts'

/** The ticket shop: stock, holds, orders, tickets. */
export const startTickets = ledgerService({
  name: 'tickets',
  model: () => new TicketsModel(),
  calls: (parts) => ({
    'payment.cancel': ({ reservationId }, signal) => end(parts, String(reservationId), 'cancel', signal),
    'payment.refund': ({ reservationId }, signal) => end(parts, String(reservationId), 'refund', signal),
  }),
  gauges: (model) => ({
    tickets_orders_count: { help: 'Orders of this sale', value: () => model.orders.size },
    tickets_open_count: { help: 'Orders that hold tickets', value: () => model.open },
  }),
  refusals: { NO_ROUTER: { status: 409, title: 'No router' } },
  build: (workshop) => {
    const { app, settings, ports, model, ledger, work } = workshop
    const payments = clientOf(workshop)
    const gate = new Gate(settings.QUEUE_URL, ports, (jti) => model.spent.has(jti))
    const keeper = new HoldKeeper({
      model,
      ledger,
      ports,
      work,
      payments,
      settings: { reminderMs: settings.TICKETS_REMINDER_MS, pollMs: settings.TICKETS_POLL_MS },
    })
    const rules = {
      holdMs: settings.TICKETS_HOLD_MS,
      perBuyer: settings.TICKETS_PER_BUYER,
      paymentMs: settings.TICKETS_PAYMENT_MS,
      transferMs: settings.TICKETS_TRANSFER_MS,
    }
    const settle: HoldKeeper['settle'] = (reservationId, said) => keeper.settle(reservationId, said)
    const early = new EarlyPayments(ports.clocks)
    const shop = new Shop({ model, ledger, gate, early, payments, rules, settle })
    const routes = { shop, model, ledger, early }
    ticketsRoutes(app, routes)
    callbackRoute(app, { payments, gate, clock: ports.clocks.domain, settle })
    const capacity = settings.TICKETS_CAPACITY
    operatorRoutes(app, { ...routes, random: ports.random, gate, capacity, target: settings })
    app.addHook('onReady', async () => {
      await furnish(workshop)
      keeper.start()
    })
    return () => keeper.stop()
  },
})

const clientOf = ({ settings, model }: Pick<CallParts<TicketsModel>, 'settings' | 'model'>): Payments =>
  paymentsClient(settings.PAYMENTS_URL, settings.TICKETS_URL, () => model.key?.privateKey ?? '')

/** A shop that begins has an offer and a key. */
async function furnish({ model, ledger, ports, settings }: Workshop<TicketsModel>): Promise<void> {
  if (model.hasOffer) return
  const { random } = ports
  const key = newTicketKey(hex(random.bytes(8)))
  await ledger.change(() => ({
    puts: [
      { table: tables.offer, key: 'current', value: offerOf(hex(random.bytes(6)), settings.TICKETS_CAPACITY) },
      { table: tables.keys, key: 'current', value: key },
    ],
    answer: undefined,
  }))
}

/** Ends a payment; when it came about meanwhile, the order hears of that instead. */
async function end(
  parts: CallParts<TicketsModel>,
  reservationId: string,
  how: 'cancel' | 'refund',
  signal: AbortSignal,
): Promise<void> {
  const payments = clientOf(parts)
  const { model } = parts
  await untilItIs(parts, signal, async () => {
    if (await payments.end(reservationId, how)) return
    const payment = await payments.status(reservationId)
    const ledger = parts.ledger()
    if (payment?.status === 'authorized') await ledger.change((now) => paid(model, reservationId, now))
    if (payment?.status === 'declined') {
      const { reason = 'declined', attempts: attempt } = payment
      await ledger.change((now) => declined(model, { reservationId, reason, attempt }, now))
    }
  })
}

const AGAIN_MS = 500

async function untilItIs(
  { ports }: CallParts<TicketsModel>,
  signal: AbortSignal,
  act: () => Promise<void>,
): Promise<void> {
  for (;;) {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof Fault)) throw error
    }
    await pause(ports.clocks.liveness, AGAIN_MS, signal)
  }
}
