import type { StateReader } from '@millrace/engine'
import type { Clocks } from '@millrace/kernel'
import type { Log } from '@millrace/log'
import type { Config } from '../config/config.ts'
import type { PlatformPorts } from '../platform/options.ts'

export interface Processes {
  /** `host:port` of the Zeebe gateway. */
  readonly address: string
  /** What the engine knows now. */
  state(): StateReader
  /** Resolves when nothing is left to do now, and all of it is durable. */
  idle(): Promise<void>
  stop(): Promise<void>
}

/** Starts the process engine and its gateway. */
export async function startProcesses(
  config: Config,
  ports: PlatformPorts & { readonly clocks: Clocks },
  log: Log,
): Promise<Processes> {
  const [{ openEngine }, { startZeebeServer }] = await Promise.all([
    import('@millrace/engine'),
    import('@millrace/zeebe'),
  ])
  const { clocks, random } = ports
  const engine = await openEngine({
    log,
    clocks,
    random,
    limits: { checkpointBytes: config.processCheckpoint * 1024 },
    report: ports.log,
  })
  try {
    const gateway = await startZeebeServer({ engine, clocks, host: config.host, port: config.zeebe })
    const { host, port } = gateway.address
    return {
      address: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`,
      state: () => engine.state,
      idle: () => engine.idle(),
      stop: async () => {
        await gateway.stop()
        await engine.close()
      },
    }
  } catch (thrown) {
    await engine.close()
    throw thrown
  }
}
