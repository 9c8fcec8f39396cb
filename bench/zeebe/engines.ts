import { realZeebe, startPlatform } from '@millrace/testkit'
import { type PlainGateway, plainGateway } from '@millrace/zeebe/testing'
import { processes } from './processes.ts'

/** A gateway that runs, with the bench's processes deployed, as one contender of the bench. */
export interface ZeebeEngine {
  readonly name: 'millrace' | 'zeebe'
  readonly gateway: PlainGateway
  readonly pid: number
  readonly startMs: number
  tail(): string
  stop(): Promise<void>
}

/** Real Zeebe gets what it needs not to wait for its heap, and prints no records. */
const REAL = { heap: '2g', printsRecords: false }

/** Starts one engine with its own defaults, on a fresh data directory. */
export async function startZeebeEngine(name: ZeebeEngine['name']): Promise<ZeebeEngine> {
  const started = name === 'zeebe' ? await zeebe() : await millrace()
  const gateway = plainGateway(started.address)
  const resources = processes.map(({ id, xml }) => ({ name: `${id}.bpmn`, content: Buffer.from(xml) }))
  const { code, text } = await gateway.call('DeployResource', { resources }, 60_000)
  if (code !== 'OK') throw new Error(`${name} did not deploy the processes: ${code} ${text}`)
  const stop = async (): Promise<void> => {
    gateway.close()
    await started.stop()
  }
  return { name, ...started, gateway, stop }
}

async function zeebe() {
  const { address, pid, startMs, tail, stop } = await realZeebe(REAL)
  return { address, pid, startMs, tail, stop }
}

async function millrace() {
  const platform = await startPlatform()
  const { pid, startMs, ready, tail } = platform
  return { address: ready.zeebe, pid, startMs, tail, stop: () => platform.remove() }
}
