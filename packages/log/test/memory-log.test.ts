import { memoryLog } from '../src/index.ts'
import { logContract } from './contract.ts'

logContract('memoryLog', async (clocks) => memoryLog({ clocks }))
