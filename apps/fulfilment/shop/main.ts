import { runService } from '@millrace/client'
import { startShop } from './service.ts'

await runService(startShop, 'shop')
