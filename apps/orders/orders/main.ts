import { runService } from '@millrace/client'
import { startOrders } from './service.ts'

await runService(startOrders, 'orders')
