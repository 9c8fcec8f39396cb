import { runService } from '@millrace/client'
import { startPurchases } from './service.ts'

await runService(startPurchases, 'purchases')
