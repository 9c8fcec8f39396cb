import { runService } from '@millrace/client'
import { startEmail } from './service.ts'

await runService(startEmail, 'email')
