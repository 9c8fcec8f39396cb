import type { AppDefinition, AppService } from '@millrace/kernel'
import { customersPort, startCustomers } from './customers/service.ts'
import { dashboardPort, startDashboard } from './dashboard/service.ts'
import { demo } from './demo/journey.ts'
import { productsPort, startProducts } from './products/service.ts'
import { purchasesPort, startPurchases } from './purchases/service.ts'

/** The services by name, on the originals' ports. */
export const services = {
  products: { start: startProducts, port: productsPort },
  customers: { start: startCustomers, port: customersPort },
  purchases: { start: startPurchases, port: purchasesPort },
  dashboard: { start: startDashboard, port: dashboardPort },
} as const satisfies Readonly<Record<string, AppService>>

export const app: AppDefinition = {
  name: 'store',
  summary: 'An event-sourced store: products, customers, purchases, and a live dashboard',
  front: 'dashboard',
  pages: [{ title: 'Dashboard', service: 'dashboard', path: '/' }],
  services,
  demo,
}
