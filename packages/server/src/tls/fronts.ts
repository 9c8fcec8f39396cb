import type { Socket } from 'node:net'
import type { LogPort } from '@millrace/kernel'
import type { Config } from '../config/config.ts'
import { Certificate } from './certificate.ts'
import { type Front, startFront } from './front.ts'

/** What stands behind TLS. */
export interface Listener {
  readonly accept: (socket: Socket) => void
}

export type ListenerName = 'kafka' | 'zeebe' | 'events' | 'sql' | 'console'

/** Where everybody reaches the listeners: `host:port` each. */
export type Addresses = Readonly<Record<ListenerName, string>>

const PROTOCOLS: Readonly<Record<ListenerName, readonly string[]>> = {
  kafka: [],
  zeebe: ['h2'],
  events: ['http/1.1'],
  sql: ['http/1.1'],
  console: ['http/1.1'],
}

/** The certificate of a configuration; undefined where listeners go without TLS. @throws Refusal INVALID_CONFIGURATION */
export function certificateOf({ tlsCert, tlsKey }: Config, log: LogPort): Certificate | undefined {
  return tlsCert === undefined || tlsKey === undefined
    ? undefined
    : new Certificate({ cert: tlsCert, key: tlsKey }, log)
}

/**
 * With TLS the listeners themselves are on loopback, on ports that nobody is told, for the parts of this process; everybody
 * else comes through a front.
 */
export function behindTls(config: Config, certificate: Certificate | undefined): Config {
  if (certificate === undefined) return config
  return { ...config, host: '127.0.0.1', console: 0, kafka: 0, zeebe: 0, sql: 0, events: 0 }
}

/** Opens the fronts when all listeners are ready. @throws Fault LISTEN_FAILED */
export async function startFronts(
  config: Config,
  certificate: Certificate,
  listeners: Readonly<Record<ListenerName, Listener>>,
  log: LogPort,
): Promise<{ readonly addresses: Addresses; stop(): Promise<void> }> {
  await using opened = new AsyncDisposableStack()
  const addresses: Partial<Record<ListenerName, string>> = {}
  for (const name of Object.keys(PROTOCOLS) as ListenerName[]) {
    const { host, [name]: port } = config
    const { accept } = listeners[name]
    const front: Front = await startFront({ name, host, port, certificate, protocols: PROTOCOLS[name], accept, log })
    opened.defer(() => front.stop())
    addresses[name] = front.address
  }
  const all = opened.move()
  return { addresses: addresses as Addresses, stop: () => all.disposeAsync() }
}
