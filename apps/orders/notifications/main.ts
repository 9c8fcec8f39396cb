import { runService } from '@millrace/client'
import { startNotifications } from './service.ts'

await runService(startNotifications, 'notifications')
