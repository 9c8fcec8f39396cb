import { runService } from '@millrace/client'
import { startMobile } from './service.ts'

await runService(startMobile, 'mobile')
