import { runService } from '@millrace/client'
import { startStatus } from './service.ts'

await runService(startStatus, 'status')
