import { runService } from '@millrace/client'
import { startWebapp } from './service.ts'

await runService(startWebapp, 'webapp')
