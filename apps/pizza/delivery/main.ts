import { runService } from '@millrace/client'
import { startDelivery } from './service.ts'

await runService(startDelivery, 'delivery')
