import { runService } from '@millrace/client'
import { startTickets } from './service.ts'

await runService(startTickets, 'tickets')
