import { runService } from '@millrace/client'
import { startAssemble } from './service.ts'

await runService(startAssemble, 'assemble')
