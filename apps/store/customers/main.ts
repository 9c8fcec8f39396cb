import { runService } from '@millrace/client'
import { startCustomers } from './service.ts'

await runService(startCustomers, 'customers')
