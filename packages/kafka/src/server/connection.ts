import type { Socket } from 'node:net'
import { Fault, InvariantError, Refusal, messageOf } from '@millrace/kernel'
import type { ConnectionInfo } from '../context.ts'
import { Login } from '../sasl/login.ts'
import type { Request } from './dispatch.ts'
import { FrameCutter } from './frames.ts'
import type { ConnectionHost } from './host.ts'
import { Outbox, type Slot } from './outbox.ts'
import { contextOf } from './request-context.ts'

interface Waiting {
  readonly request: Request
  readonly bytes: number
}

/**
 * One client. Requests start in the order in which they came: one at a time, but those of a pipelined kind (Produce)
 * together, so that they share a group commit. Responses leave in that order too. While the client owes too much
 * (unanswered requests, unread responses) it is not read from: TCP tells it to wait.
 */
export class Connection {
  readonly info: ConnectionInfo
  readonly #socket: Socket
  readonly #host: ConnectionHost
  readonly #cutter: FrameCutter
  readonly #outbox: Outbox
  readonly #login: Login
  readonly #opened: number
  readonly #abort = new AbortController()
  readonly #queue: Waiting[] = []
  #queuedBytes = 0
  #running = 0
  #runningBytes = 0
  #pipelining = false
  /** No more requests are taken; the connection closes when the last response has left. */
  #ending = false
  #closed = false
  #lastActivity: number
  /** When the frame that is not whole yet began to arrive. */
  #frameBegan = 0

  constructor(socket: Socket, info: ConnectionInfo, host: ConnectionHost) {
    this.info = info
    this.#socket = socket
    this.#host = host
    this.#login = new Login(host.authentication, info.remote.host)
    this.#cutter = new FrameCutter(this.#login.isDone ? host.limits.requestBytes : host.limits.loginBytes)
    this.#outbox = new Outbox(socket, host.memory, () => this.#taken())
    this.#lastActivity = host.clocks.liveness.now()
    this.#opened = this.#lastActivity
    socket.on('data', (chunk: Buffer) => this.#data(chunk))
    socket.on('end', () => this.#close())
    socket.on('error', (error) => this.#host.log.debug({ ...this.#who, reason: error.message }, 'connection failed'))
    socket.on('close', () => this.#close())
  }

  /** Takes no more requests; those under way are told to hurry, answered, and then the connection closes. */
  drain(): void {
    this.#end()
    this.#abort.abort(new Refusal('SERVER_STOPPING', 'the server is stopping'))
  }

  destroy(): void {
    this.#close()
  }

  /** Closes what idles, and what does not finish the request that it began. `now` is liveness time. */
  sweep(now: number): void {
    const { idleMs, frameMs, loginMs } = this.#host.limits
    if (!this.#login.isDone && now - this.#opened > loginMs) this.#close()
    const busy = this.#running > 0 && this.#outbox.unreadBytes === 0
    if (!busy && now - this.#lastActivity > idleMs) this.#close()
    else if (this.#cutter.held > 0 && !this.#owes() && now - this.#frameBegan > frameMs) {
      const text = `${this.#cutter.held} bytes of a request, and not the rest of it in ${frameMs} ms`
      this.#fail(new Refusal('FRAME_TOO_SLOW', text))
    }
  }

  #data(chunk: Buffer): void {
    if (this.#ending) return
    this.#lastActivity = this.#host.clocks.liveness.now()
    if (this.#cutter.held === 0) this.#frameBegan = this.#lastActivity
    this.#cutter.push(chunk)
    this.#host.memory.addRequest(chunk.length)
    this.#cutFrames()
    this.#pump()
    this.#regulate()
  }

  #cutFrames(): void {
    try {
      for (let frame = this.#cutter.next(); frame !== undefined; frame = this.#cutter.next()) {
        this.#frameBegan = this.#lastActivity
        const bytes = frame.length + 4
        this.#queuedBytes += bytes
        this.#queue.push({ request: this.#host.dispatch.open(frame), bytes })
      }
    } catch (thrown) {
      this.#fail(thrown)
    }
  }

  #pump(): void {
    while (!this.#closed) {
      const next = this.#queue[0]
      if (next === undefined || !this.#mayStart(next.request)) return
      this.#queue.shift()
      this.#queuedBytes -= next.bytes
      this.#start(next)
    }
  }

  #mayStart(request: Request): boolean {
    if (this.#outbox.unreadBytes >= this.#host.limits.unreadBytes) return false
    return this.#running === 0 || (this.#pipelining && request.pipelined)
  }

  #start({ request, bytes }: Waiting): void {
    const slot = this.#outbox.slot()
    this.#running++
    this.#runningBytes += bytes
    this.#pipelining = request.pipelined
    try {
      this.#login.check(request.header.apiKey)
      const from = { connection: this.info, login: this.#login }
      const context = contextOf(this.#host, from, request.header, this.#abort, bytes)
      const response = request.run(context)
      if (response instanceof Promise) void this.#await(response, slot, bytes)
      else this.#finish(slot, response, bytes)
    } catch (thrown) {
      this.#crash(thrown, bytes)
    }
  }

  async #await(response: Promise<Buffer[] | undefined>, slot: Slot, bytes: number): Promise<void> {
    let chunks: Buffer[] | undefined
    try {
      chunks = await response
    } catch (thrown) {
      this.#crash(thrown, bytes)
      return
    }
    this.#finish(slot, chunks, bytes)
    this.#pump()
    this.#regulate()
  }

  #finish(slot: Slot, chunks: Buffer[] | undefined, bytes: number): void {
    this.#release(bytes)
    if (this.#closed) return
    this.#outbox.fill(slot, chunks)
    if (this.#login.isDone) this.#cutter.mostBytes = this.#host.limits.requestBytes
    if (this.#login.hasFailed) this.#end()
    this.#endWhenDone()
  }

  /** A handler failed: what it left undone cannot be told in the protocol, so the connection goes. */
  #crash(thrown: unknown, bytes: number): void {
    this.#release(bytes)
    if (this.#closed) return
    this.#report(thrown)
    this.#close()
  }

  #release(bytes: number): void {
    this.#running--
    this.#runningBytes -= bytes
    this.#host.memory.addRequest(-bytes)
  }

  #taken(): void {
    this.#lastActivity = this.#host.clocks.liveness.now()
    this.#pump()
    this.#regulate()
    this.#endWhenDone()
  }

  /** Whether the client has to wait for its own earlier requests. */
  #owes(): boolean {
    const { inFlightRequestCount, inFlightBytes } = this.#host.limits
    const count = this.#queue.length + this.#running
    return count >= inFlightRequestCount || (count > 0 && this.#heldBytes() >= inFlightBytes)
  }

  #heldBytes(): number {
    return this.#cutter.held + this.#queuedBytes + this.#runningBytes
  }

  #regulate(): void {
    if (this.#closed || this.#ending) return
    const { memory, limits } = this.#host
    const crowded = memory.full && this.#heldBytes() >= limits.shareBytes
    if (crowded) memory.whenRoom(this.#regulateLater)
    const wait = crowded || this.#owes()
    if (wait === this.#socket.isPaused()) return
    if (wait) this.#socket.pause()
    else {
      this.#frameBegan = this.#host.clocks.liveness.now()
      this.#socket.resume()
    }
  }

  readonly #regulateLater = (): void => this.#regulate()

  /** The frame is malformed: one line in the log, and the connection closes after what came before it. */
  #fail(thrown: unknown): void {
    this.#report(thrown)
    this.#end()
  }

  #report(thrown: unknown): void {
    const { log } = this.#host
    if (thrown instanceof Refusal || thrown instanceof Fault)
      log.warn({ ...this.#who, code: thrown.code }, `closed: ${thrown.message}`)
    else {
      const stack = thrown instanceof Error ? thrown.stack : undefined
      const invariant = thrown instanceof InvariantError ? thrown.invariant : undefined
      log.error({ ...this.#who, invariant, stack }, `closed after a failure here: ${messageOf(thrown)}`)
    }
  }

  get #who(): { connection: number; remote: string } {
    const { id, remote } = this.info
    return { connection: id, remote: `${remote.host}:${remote.port}` }
  }

  #end(): void {
    this.#ending = true
    this.#socket.pause()
    this.#endWhenDone()
  }

  #endWhenDone(): void {
    if (!this.#ending || this.#closed || this.#running > 0 || this.#queue.length > 0) return
    if (this.#outbox.unreadBytes === 0) this.#close()
  }

  #close(): void {
    if (this.#closed) return
    this.#closed = true
    const { memory } = this.#host
    memory.forget(this.#regulateLater)
    memory.addRequest(-this.#cutter.held - this.#queuedBytes)
    this.#queue.length = 0
    this.#outbox.close()
    this.#socket.destroy()
    this.#abort.abort(new Refusal('CONNECTION_CLOSED', 'the connection has closed'))
    this.#host.closed(this)
  }
}
