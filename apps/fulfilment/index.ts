import type { AppDefinition, AppService } from '@millrace/kernel'
import { startDatabase } from './database/service.ts'
import { demo } from './demo/journey.ts'
import { startDispatch } from './dispatch/service.ts'
import { startOperator } from './operator/service.ts'
import { ports } from './settings.ts'
import { startShop } from './shop/service.ts'
import { startWorkers } from './workers/service.ts'

/** The services by name, in the order in which they start. */
export const services = {
  database: { start: startDatabase, port: ports.database, urlVariable: 'DATABASE_SERVICE_URL' },
  dispatch: { start: startDispatch, port: ports.dispatch },
  workers: { start: startWorkers, port: ports.workers },
  operator: { start: startOperator, port: ports.operator },
  shop: { start: startShop, port: ports.shop },
} as const satisfies Readonly<Record<string, AppService>>

export const app: AppDefinition = {
  name: 'fulfilment',
  summary: 'Order fulfilment as a BPMN process: correlated messages, workers, incidents',
  front: 'shop',
  pages: [
    { title: 'Shop', service: 'shop', path: '/' },
    { title: 'Orders', service: 'shop', path: '/track' },
    { title: 'Stock', service: 'shop', path: '/db/stock' },
    { title: 'Operator', service: 'operator', path: '/desk' },
  ],
  services,
  demo,
  demoClock: 'virtual',
}
