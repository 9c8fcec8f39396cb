import { once } from 'node:events'
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net'
import type { Broker } from '@millrace/broker'
import { type Clocks, Fault, type LogPort, Refusal, type Timer, messageOf, pause } from '@millrace/kernel'
import type { Address, ConnectionInfo } from '../context.ts'
import type { Handler } from '../handler.ts'
import { handlers as allHandlers } from '../handlers/index.ts'
import type { Authentication } from '../sasl/login.ts'
import { Connection } from './connection.ts'
import { Dispatch } from './dispatch.ts'
import { FaultReport } from './fault-report.ts'
import type { ConnectionHost, Throttle } from './host.ts'
import { DEFAULT_LIMITS, MemoryUse, type ServerLimits } from './limits.ts'

export interface KafkaServerOptions {
  readonly broker: Broker
  readonly clocks: Clocks
  readonly log: LogPort
  /** Default 127.0.0.1. Any other than a loopback address needs `authentication`, or `insecure`. */
  readonly host?: string
  /** 0 takes any that is free. */
  readonly port: number
  readonly insecure?: boolean
  /** Where clients are told to connect, behind port mapping; left out, the address that they connected to. */
  readonly advertise?: Address
  readonly limits?: Partial<ServerLimits>
  readonly throttle?: Throttle
  /** Who is let in; left out, everybody is. */
  readonly authentication?: Authentication | undefined
  /** Left out, every API key that is served. */
  readonly handlers?: readonly Handler[]
}

export interface KafkaServer {
  readonly address: Address
  stats(): KafkaServerStats
  /** Takes over a connection that somebody else has accepted; `advertised` is where its client is told to connect. */
  accept(socket: Socket, advertised?: Address): void
  /** Takes no new connection and no new request, answers those under way, closes. Safe to call twice. */
  stop(): Promise<void>
}

export interface KafkaServerStats {
  readonly connections: number
  /** Connections refused because there were too many. */
  readonly refusedConnections: number
  /** Bytes of requests held, and of responses not taken yet. */
  readonly requestBytes: number
  readonly responseBytes: number
}

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|localhost)$/
const SWEEPS_PER_LIMIT = 10

/**
 * Serves the Kafka protocol on a port.
 *
 * @throws Refusal INSECURE_ADDRESS; Fault LISTEN_FAILED when the port is taken or the address is not ours.
 */
export async function startKafkaServer(options: KafkaServerOptions): Promise<KafkaServer> {
  const host = options.host ?? '127.0.0.1'
  if (!LOOPBACK.test(host) && options.insecure !== true && options.authentication === undefined) {
    throw new Refusal(
      'INSECURE_ADDRESS',
      `${host} can be reached from outside, and nobody has to log in: give --insecure to serve it all the same`,
    )
  }
  const listener = new Listener(options)
  await listener.listen(host, options.port)
  return listener
}

class Listener implements KafkaServer {
  readonly #options: KafkaServerOptions
  readonly #limits: ServerLimits
  readonly #memory: MemoryUse
  readonly #host: ConnectionHost
  readonly #server: Server
  readonly #connections = new Set<Connection>()
  #accepted = 0
  #refused = 0
  #sweeper: Timer | undefined
  #stopping: Promise<void> | undefined

  constructor(options: KafkaServerOptions) {
    const { broker, clocks, log, advertise, throttle } = options
    this.#options = options
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits }
    this.#memory = new MemoryUse(this.#limits)
    this.#host = {
      broker,
      clocks,
      log,
      faults: new FaultReport(log, clocks.liveness),
      advertise,
      throttle,
      authentication: options.authentication,
      limits: this.#limits,
      memory: this.#memory,
      dispatch: new Dispatch(options.handlers ?? allHandlers),
      closed: (connection) => this.#connections.delete(connection),
    }
    this.#server = createServer({ noDelay: true }, (socket) => this.accept(socket))
  }

  async listen(host: string, port: number): Promise<void> {
    try {
      this.#server.listen({ host, port, backlog: 1024 })
      await once(this.#server, 'listening')
    } catch (thrown) {
      throw new Fault('LISTEN_FAILED', `cannot serve Kafka on ${host}:${port}: ${messageOf(thrown)}`, { cause: thrown })
    }
    // Accepting may fail for want of file descriptors: those who are connected go on.
    this.#server.on('error', (error) => this.#options.log.error({ reason: error.message }, 'cannot accept'))
    this.#sweepLater()
  }

  get address(): Address {
    const { address, port } = this.#server.address() as AddressInfo
    return { host: address, port }
  }

  stats(): KafkaServerStats {
    const { requestBytes, responseBytes } = this.#memory
    return { connections: this.#connections.size, refusedConnections: this.#refused, requestBytes, responseBytes }
  }

  stop(): Promise<void> {
    return (this.#stopping ??= this.#stop())
  }

  async #stop(): Promise<void> {
    this.#sweeper?.cancel()
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const connection of this.#connections) connection.drain()
    const patience = new AbortController()
    await Promise.race([closed, pause(this.#options.clocks.liveness, this.#limits.drainMs, patience.signal)])
    patience.abort()
    for (const connection of this.#connections) connection.destroy()
    await closed
  }

  accept(socket: Socket, advertised?: Address): void {
    const info = this.#describe(socket, advertised)
    if (this.#connections.size < this.#limits.connectionCount) {
      this.#connections.add(new Connection(socket, info, this.#host))
      return
    }
    this.#refused++
    const { remote } = info
    const who = { connection: info.id, remote: `${remote.host}:${remote.port}`, code: 'TOO_MANY_CONNECTIONS' }
    this.#options.log.warn(who, `closed: ${this.#limits.connectionCount} connections are open`)
    socket.destroy()
  }

  #describe(socket: Socket, advertised?: Address): ConnectionInfo {
    const { remoteAddress = '', remotePort = 0, localAddress = '', localPort = 0 } = socket
    return {
      id: ++this.#accepted,
      remote: { host: plainAddress(remoteAddress), port: remotePort },
      local: advertised ?? { host: plainAddress(localAddress), port: localPort },
    }
  }

  #sweepLater(): void {
    const { liveness } = this.#options.clocks
    const every = Math.min(this.#limits.idleMs, this.#limits.frameMs) / SWEEPS_PER_LIMIT
    this.#sweeper = liveness.timerIn(every, () => {
      for (const connection of this.#connections) connection.sweep(liveness.now())
      this.#sweepLater()
    })
  }
}

/** An IPv4 address as such, even where the socket is an IPv6 one. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '')
