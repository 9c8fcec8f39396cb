import { runService } from '@millrace/client'
import { startWeb } from './service.ts'

await runService(startWeb, 'web')
