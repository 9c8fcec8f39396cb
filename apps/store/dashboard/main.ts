import { runService } from '@millrace/client'
import { startDashboard } from './service.ts'

await runService(startDashboard, 'dashboard')
