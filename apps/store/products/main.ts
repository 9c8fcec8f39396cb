import { runService } from '@millrace/client'
import { startProducts } from './service.ts'

await runService(startProducts, 'products')
