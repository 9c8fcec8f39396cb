import { runService } from '@millrace/client'
import { startPayments } from './service.ts'

await runService(startPayments, 'payments')
