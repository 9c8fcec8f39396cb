import { runService } from '@millrace/client'
import { startDatabase } from './service.ts'

await runService(startDatabase, 'database')
