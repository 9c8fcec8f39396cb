import type { Environment, ServicePorts } from '@millrace/kernel'
import { type ZeebeCommands, zeebeCommands } from './commands.ts'
import { openGateway } from './gateway.ts'
import { zeebeSettings } from './settings.ts'
import { type JobHandler, type JobWorker, type WorkerOptions, startWorker } from './worker.ts'

/** A process engine that speaks Zeebe's gateway protocol. */
export interface ZeebeClient extends ZeebeCommands {
  /** `host:port` of the gateway. */
  readonly address: string
  /** Whether the connection is encrypted. */
  readonly secure: boolean
  worker(type: string, handler: JobHandler, options?: WorkerOptions): JobWorker
  /** Stops all workers, then the connection. Safe to call twice. */
  close(): Promise<void>
}

/**
 * A client as the environment says (see `zeebeSettings`). Connects with the first call; a gateway that is away is a Fault
 * UNAVAILABLE of that call, and workers wait for it.
 *
 * @throws Refusal INVALID_CONFIGURATION that names each wrong variable.
 */
export function connectZeebe(environment: Environment, ports: ServicePorts): ZeebeClient {
  const settings = zeebeSettings(environment)
  const gateway = openGateway(settings, ports.clocks.liveness)
  const workers: JobWorker[] = []
  return {
    address: settings.address,
    secure: settings.tls,
    ...zeebeCommands(gateway, settings),
    worker: (type, handler, options) => {
      const worker = startWorker({ gateway, settings, ports }, type, handler, options)
      workers.push(worker)
      return worker
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.stop()))
      gateway.close()
    },
  }
}
