import type { Socket } from 'node:net'
import { Server, ServerCredentials } from '@grpc/grpc-js'
import type { Engine } from '@millrace/engine'
import { type Clocks, Fault } from '@millrace/kernel'
import type { Authority } from '@millrace/security'
import { anybody, authentication } from './access/authentication.ts'
import { health } from './health.ts'
import { rpcs } from './rpcs/index.ts'
import { serviceOf } from './service.ts'

export interface ZeebeServerOptions {
  readonly engine: Engine
  readonly clocks: Clocks
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** Who is let in; without it everybody is. */
  readonly authority?: Authority | undefined
}

export interface ZeebeServer {
  readonly address: { readonly host: string; readonly port: number }
  /** Takes over a connection that somebody else has accepted. */
  accept(socket: Socket): void
  /** Takes no new calls, answers those that wait, ends. */
  stop(): Promise<void>
}

/** What one call may bring or get, bytes; Zeebe's own default. */
const MESSAGE_BYTES = 4 << 20

/**
 * Starts the gateway; resolves when it listens.
 *
 * @throws Fault EADDRINUSE and the like when the port cannot be had.
 */
export async function startZeebeServer(options: ZeebeServerOptions): Promise<ZeebeServer> {
  const { engine, clocks, host, port, authority } = options
  const { interceptors, callers } = authority === undefined ? anybody : authentication(authority)
  const server = new Server({
    'grpc.max_receive_message_length': MESSAGE_BYTES,
    'grpc.max_concurrent_streams': 10_000,
    interceptors,
  })
  const address = { host, port }
  const gateway = { engine, clocks, address: () => address }
  const services = { 'gateway_protocol.Gateway': rpcs, 'grpc.health.v1.Health': health }
  for (const [name, calls] of Object.entries(services)) {
    const { definition, implementation } = serviceOf(name, calls, { gateway, callers })
    server.addService(definition, implementation)
  }
  address.port = await bind(server, host, port)
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure())
  return { address, accept: (socket) => injector.injectConnection(socket), stop: () => stop(server, clocks) }
}

function bind(server: Server, host: string, port: number): Promise<number> {
  const where = `${host.includes(':') ? `[${host}]` : host}:${port}`
  return new Promise((resolve, reject) => {
    server.bindAsync(where, ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound)
      else reject(new Fault('LISTEN_FAILED', `the Zeebe gateway cannot listen on ${where}: ${error.message}`))
    })
  })
}

/** Time that calls have to end by themselves: long polls and streams do not. */
const DRAIN_MS = 500

function stop(server: Server, clocks: Clocks): Promise<void> {
  return new Promise((resolve) => {
    const timer = clocks.liveness.timerIn(DRAIN_MS, () => {
      server.forceShutdown()
      resolve()
    })
    server.tryShutdown(() => {
      timer.cancel()
      resolve()
    })
  })
}
