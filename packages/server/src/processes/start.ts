import type { Socket } from 'node:net'
import type { History } from '@millrace/history'
import type { Clocks } from '@millrace/kernel'
import type { Log } from '@millrace/log'
import type { Authority } from '@millrace/security'
import type { Config } from '../config/config.ts'
import type { PlatformPorts } from '../platform/options.ts'
import { openHistory } from './history.ts'

export interface Processes {
  /** `host:port` of the Zeebe gateway. */
  readonly address: string
  readonly accept: (socket: Socket) => void
  /** Searches what has happened. */
  readonly history: History
  /** Resolves when nothing is left to do now, and all of it is durable. */
  idle(): Promise<void>
  stop(): Promise<void>
}

/** The history waits until the platform and its systems have started. */
const HISTORY_MS = 5000

/** Starts the process engine and its gateway; `data` is the platform's directory, or `memory`. */
export async function startProcesses(
  config: Config,
  ports: PlatformPorts & { readonly clocks: Clocks },
  log: Log,
  data: string,
  authority: Authority | undefined,
): Promise<Processes> {
  const [{ EventRetention, openEngine }, { startZeebeServer }] = await Promise.all([
    import('@millrace/engine'),
    import('@millrace/zeebe'),
  ])
  const { clocks, random } = ports
  const retention = new EventRetention()
  const history = await openHistory(config, ports, { log, data, retention })
  await using opened = new AsyncDisposableStack()
  opened.defer(() => history.close())
  const engine = await openEngine({
    log,
    clocks,
    random,
    limits: { checkpointBytes: config.processCheckpoint * 1024 },
    retention,
    report: ports.log,
  })
  opened.defer(() => engine.close())
  history.startWithEvents(HISTORY_MS, () => engine.state)
  const gateway = await startZeebeServer({ engine, clocks, host: config.host, port: config.zeebe, authority })
  opened.defer(() => gateway.stop())
  const { host, port } = gateway.address
  const parts = opened.move()
  return {
    address: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`,
    accept: gateway.accept,
    history,
    idle: () => engine.idle(),
    stop: () => parts.disposeAsync(),
  }
}
