import { runService } from '@millrace/client'
import { startOperator } from './service.ts'

await runService(startOperator, 'operator')
