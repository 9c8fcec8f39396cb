import { runService } from '@millrace/client'
import { startBake } from './service.ts'

await runService(startBake, 'bake')
