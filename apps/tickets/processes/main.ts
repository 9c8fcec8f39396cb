/** `node apps/tickets/processes/main.ts 4` deploys a version of TICKETS through the router at `ROUTER_URL`. */
import { configuration, httpUrl } from '@millrace/client'
import { z } from 'zod'
import { deployProcess } from './deploy.ts'
import { processVersions } from './process-directory.ts'

const settings = configuration(
  z.object({ ROUTER_URL: httpUrl().default('http://127.0.0.1:8086'), K_SINK: httpUrl().optional() }),
  process.env,
)
const version = processVersions.find((each) => String(each) === process.argv[2])
if (version === undefined) {
  console.error(`which version? ${processVersions.join(', ')}`)
  process.exitCode = 2
} else {
  const { processes } = await deployProcess(version, settings)
  for (const { processId, version: number } of processes) console.log(`${processId} version ${number}`)
}
