import { z } from 'zod'
import { entityService } from '../service.ts'
import { ports } from '../settings.ts'
import { loggingEvents } from '../topics.ts'
import { journalSchema, onLine } from './journal.ts'
import { journalRoutes } from './routes.ts'

/** The logging system: a journal of what every service said, by order and payment. */
export const startLogging = entityService({
  name: 'logging',
  port: ports.logging,
  pages: ['/journal'],
  build: () => ({
    kind: {
      id: 'logging',
      state: journalSchema,
      command: z.never(),
      inputs: [loggingEvents],
      onCommand: () => ({}),
      onEvent: onLine,
    },
    routes: journalRoutes,
  }),
})
