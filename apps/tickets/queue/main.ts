import { runService } from '@millrace/client'
import { startQueue } from './service.ts'

await runService(startQueue, 'queue')
