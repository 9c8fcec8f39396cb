import { runService } from '@millrace/client'
import { startLogging } from './service.ts'

await runService(startLogging, 'logging')
