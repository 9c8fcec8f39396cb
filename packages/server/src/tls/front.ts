import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type TLSSocket, createServer } from 'node:tls'
import { Fault, type LogPort, messageOf } from '@millrace/kernel'
import type { Certificate } from './certificate.ts'

export interface FrontOptions {
  /** As errors call it: `Kafka`. */
  readonly name: string
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly certificate: Certificate
  /** What is spoken inside, as ALPN has it; left out, nothing is agreed on. */
  readonly protocols?: readonly string[]
  /** Takes over a connection: from here on it is the listener's as if it were its own. */
  readonly accept: (socket: TLSSocket) => void
  readonly log: LogPort
}

export interface Front {
  /** `host:port` */
  readonly address: string
  stop(): Promise<void>
}

const HANDSHAKE_MS = 10_000
const CONNECTIONS_MOST = 10_000

/**
 * TLS before a listener that knows nothing of it: decrypted connections are handed to it one by one.
 *
 * @throws Fault LISTEN_FAILED
 */
export async function startFront(options: FrontOptions): Promise<Front> {
  const { name, host, port, certificate, protocols, accept, log } = options
  const sockets = new Set<TLSSocket>()
  const settings = {
    ...certificate.current,
    handshakeTimeout: HANDSHAKE_MS,
    noDelay: true,
    ...(protocols && { ALPNProtocols: [...protocols] }),
  }
  const server = createServer(settings, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    accept(socket)
  })
  server.maxConnections = CONNECTIONS_MOST
  server.on('tlsClientError', (error) => log.debug({ listener: name, reason: error.message }, 'no TLS came about'))
  certificate.onChange((secured) => server.setSecureContext(secured))
  try {
    server.listen({ host, port, backlog: 1024 })
    await once(server, 'listening')
  } catch (thrown) {
    throw new Fault('LISTEN_FAILED', `cannot serve ${name} on ${host}:${port}: ${messageOf(thrown)}`, { cause: thrown })
  }
  server.on('error', (error) => log.error({ listener: name, reason: error.message }, 'cannot accept'))
  const { port: bound } = server.address() as AddressInfo
  return {
    address: `${host.includes(':') ? `[${host}]` : host}:${bound}`,
    stop: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
