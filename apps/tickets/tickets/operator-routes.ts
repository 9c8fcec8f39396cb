import { hex, type Random } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import type { Put } from '../ledger/change.ts'
import type { Gate } from './gate.ts'
import { type Offer, tables } from './model.ts'
import { offerOf } from './offer.ts'
import type { TicketsRoutes } from './routes.ts'

export interface OperatorRoutes extends TicketsRoutes {
  readonly random: Random
  readonly gate: Gate
  readonly capacity: number
}

/** Another sale: everything is available again, and what was sold is of the past. */
export function operatorRoutes(app: FastifyInstance, routes: OperatorRoutes): void {
  const { shop, model, ledger, random, gate, capacity } = routes
  const reset = async () => {
    gate.forget()
    await ledger.change(() => {
      const gone = [...model.orders.keys()].map((key): Put => ({ table: tables.orders, key, value: undefined }))
      const offer: Offer = offerOf(hex(random.bytes(6)), capacity)
      return { puts: [...gone, { table: tables.offer, key: 'current', value: offer }], answer: undefined }
    })
    return shop.stock()
  }
  app.post('/operator/reset', reset)
}
