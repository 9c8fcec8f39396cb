import { runService } from '@millrace/client'
import { startDispatch } from './service.ts'

await runService(startDispatch, 'dispatch')
