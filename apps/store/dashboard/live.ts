import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clocks, LogPort, Timer } from '@millrace/kernel'
import { type WebSocket, WebSocketServer } from 'ws'
import type { ChangeFeed } from './feed.ts'
import { ALIVE_EVERY_MS, type LogState, type ServerMessage } from './messages.ts'

const SOCKETS_MOST = 10_000
const MESSAGE_BYTES_MOST = 1024
/** A page that reads slower than this is cut off and resumes; what it missed is one merged message then. */
const UNSENT_BYTES_MOST = 1024 * 1024
/** Changes are gathered this long into one message. */
const GATHER_MS = 20

export interface LivePorts {
  readonly feed: ChangeFeed
  readonly logState: () => LogState
  readonly clocks: Clocks
  readonly log: LogPort
  /** Whether a page under this Host header is one of ours. */
  readonly isAllowedHost: (host: string | undefined) => boolean
}

/** The sockets of all open pages, on `/ws`. */
export class LiveSockets {
  readonly #ports: LivePorts
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MOST, perMessageDeflate: false })
  readonly #answered = new WeakSet<WebSocket>()
  #gathering: Timer | undefined
  #beat: Timer
  #wasFollowing = true

  constructor(ports: LivePorts) {
    this.#ports = ports
    this.#beat = this.#nextBeat()
  }

  get size(): number {
    return this.#sockets.clients.size
  }

  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
  }

  /** The model has changed and the feed knows; pages hear of it within `GATHER_MS`. */
  changed(): void {
    this.#gathering ??= this.#ports.clocks.liveness.timerIn(GATHER_MS, () => {
      this.#gathering = undefined
      const changes = this.#ports.feed.take()
      if (changes !== undefined) this.#sendAll({ type: 'changed', ...changes })
    })
  }

  /** Tells every page at once when following the log begins or ends. */
  stateChanged(): void {
    const { following } = this.#ports.logState()
    if (following === this.#wasFollowing) return
    this.#wasFollowing = following
    this.#sendAll(this.#alive())
  }

  close(): void {
    this.#beat.cancel()
    this.#gathering?.cancel()
    for (const socket of this.#sockets.clients) socket.close(1001, 'the dashboard stops')
    for (const socket of this.#sockets.clients) socket.terminate()
    this.#sockets.close()
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal = this.#refusal(request)
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#welcome(opened, request))
  }

  #refusal({ url = '', headers }: IncomingMessage): string | undefined {
    if (url.split('?')[0] !== '/ws') return '404 Not Found'
    if (!this.#ports.isAllowedHost(headers.host)) return '421 Misdirected Request'
    // A page of another origin would read along otherwise: browsers do not hold sockets to the same origin.
    if (headers.origin !== undefined && URL.parse(headers.origin)?.host !== headers.host) return '403 Forbidden'
    return this.size >= SOCKETS_MOST ? '503 Service Unavailable' : undefined
  }

  #welcome(socket: WebSocket, request: IncomingMessage): void {
    const { feed, logState } = this.#ports
    socket.on('error', () => socket.terminate())
    socket.on('pong', () => this.#answered.add(socket))
    this.#answered.add(socket)
    // What is being gathered goes out first, so that a batch is either before the welcome's number or after it.
    const pending = feed.take()
    if (pending !== undefined) this.#sendAll({ type: 'changed', ...pending }, socket)
    const { searchParams } = new URL(request.url ?? '', 'http://dashboard')
    const missed = feed.since(searchParams.get('epoch') ?? '', Number(searchParams.get('after') ?? Number.NaN))
    const resumed = missed.kind === 'changes'
    this.#send(socket, { type: 'hello', epoch: feed.epoch, seq: feed.seq, resumed, log: logState() })
    if (missed.kind === 'changes') this.#send(socket, { type: 'changed', ...missed.changes })
  }

  #alive(): ServerMessage {
    return { type: 'alive', seq: this.#ports.feed.seq, log: this.#ports.logState() }
  }

  #nextBeat(): Timer {
    return this.#ports.clocks.liveness.timerIn(ALIVE_EVERY_MS, () => {
      this.#beat = this.#nextBeat()
      for (const socket of this.#sockets.clients) {
        if (!this.#answered.has(socket)) socket.terminate()
        this.#answered.delete(socket)
        socket.ping()
      }
      this.#sendAll(this.#alive())
    })
  }

  #sendAll(message: ServerMessage, except?: WebSocket): void {
    const text = JSON.stringify(message)
    for (const socket of this.#sockets.clients) if (socket !== except) this.#sendText(socket, text)
  }

  #send(socket: WebSocket, message: ServerMessage): void {
    this.#sendText(socket, JSON.stringify(message))
  }

  #sendText(socket: WebSocket, text: string): void {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > UNSENT_BYTES_MOST) socket.terminate()
    else socket.send(text)
  }
}
