/** Where a packed Millrace begins, and every process that it starts of itself: no sources lie beside it. */
import { enableCompileCache } from 'node:module'
import { keepYoungGenerationSmall } from './platform/young-generation.ts'

keepYoungGenerationSmall()
enableCompileCache()
const { runCommandLine } = await import('./commands/command-line.ts')
process.exitCode = await runCommandLine(process.argv.slice(2), process.env)
