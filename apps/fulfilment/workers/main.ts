import { runService } from '@millrace/client'
import { startWorkers } from './service.ts'

await runService(startWorkers, 'workers')
