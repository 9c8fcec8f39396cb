import { runService } from '@millrace/client'
import { startRouter } from './start.ts'

await runService(startRouter, 'router')
