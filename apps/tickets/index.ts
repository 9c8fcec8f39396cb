import type { AppDefinition, AppService } from '@millrace/kernel'
import { demo } from './demo/journey.ts'
import { startPayments } from './payments/service.ts'
import { startQueue } from './queue/service.ts'
import { ports } from './settings.ts'
import { startTickets } from './tickets/service.ts'
import { startWeb } from './web/service.ts'

/** The services by name, in the order in which they start. */
export const services = {
  queue: { start: startQueue, port: ports.queue },
  tickets: { start: startTickets, port: ports.tickets },
  payments: { start: startPayments, port: ports.payments },
  web: { start: startWeb, port: ports.web },
} as const satisfies Readonly<Record<string, AppService>>

export const app: AppDefinition = {
  name: 'tickets',
  summary: 'A ticket sale with a waiting room, on CloudEvents, seen and driven by a process',
  front: 'web',
  pages: [
    { title: 'Waiting room', service: 'web', path: '/' },
    { title: 'Tickets', service: 'web', path: '/tickets' },
    { title: 'Your tickets', service: 'web', path: '/yourtickets' },
    { title: 'Back office', service: 'web', path: '/backoffice' },
  ],
  services,
  demo,
  demoClock: 'virtual',
}
