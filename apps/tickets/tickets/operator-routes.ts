import { checked } from '@millrace/client/http'
import { hex, type Random } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Put } from '../ledger/change.ts'
import { deployProcess, type ProcessTarget } from '../processes/deploy.ts'
import { processVersions } from '../processes/process-directory.ts'
import type { Gate } from './gate.ts'
import { type Offer, tables } from './model.ts'
import { offerOf } from './offer.ts'
import type { TicketsRoutes } from './routes.ts'

export interface OperatorRoutes extends TicketsRoutes {
  readonly random: Random
  readonly gate: Gate
  readonly capacity: number
  readonly target: ProcessTarget
}

const wanted = z.object({
  version: z.literal(processVersions, `must be one of ${processVersions.join(', ')}`).default(4),
})

/** Another sale: everything is available again, and what was sold is of the past. And the process beside the sale. */
export function operatorRoutes(app: FastifyInstance, routes: OperatorRoutes): void {
  const { shop, model, ledger, random, gate, capacity, target } = routes
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
  app.post('/operator/process', ({ body }) => deployProcess(checked(wanted, body).version, target))
}
