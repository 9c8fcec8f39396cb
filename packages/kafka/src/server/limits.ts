/** What a server bears. Every number names its unit; the defaults follow Kafka's where it has one. */
export interface ServerLimits {
  /** One request (socket.request.max.bytes). */
  readonly requestBytes: number
  /** Connections that are open at a time. */
  readonly connectionCount: number
  /** Requests that one connection has read and not yet answered; then it is not read from. */
  readonly inFlightRequestCount: number
  /** Bytes of requests, whole or in part, that one connection holds; beyond it, only a request already begun. */
  readonly inFlightBytes: number
  /** The same over all connections. */
  readonly totalInFlightBytes: number
  /** What a connection may hold even when the total is reached: small requests pass beside large ones. */
  readonly shareBytes: number
  /** Bytes of responses that a connection has not taken yet; then its next request waits. */
  readonly unreadBytes: number
  /** The same over all connections; then responses are asked to be small. */
  readonly totalUnreadBytes: number
  /** A connection that neither sends nor takes anything for so long is closed (connections.max.idle.ms). */
  readonly idleMs: number
  /** What a client may take until it has logged in, and the longest of its requests until then. */
  readonly loginMs: number
  readonly loginBytes: number
  /** A request that has begun has to arrive whole in this time. */
  readonly frameMs: number
  /** What requests under way get when the server stops. */
  readonly drainMs: number
}

export const DEFAULT_LIMITS: ServerLimits = {
  requestBytes: 100 * 1024 * 1024,
  connectionCount: 5_000,
  inFlightRequestCount: 100,
  inFlightBytes: 32 * 1024 * 1024,
  totalInFlightBytes: 256 * 1024 * 1024,
  shareBytes: 64 * 1024,
  unreadBytes: 4 * 1024 * 1024,
  totalUnreadBytes: 256 * 1024 * 1024,
  idleMs: 600_000,
  loginMs: 30_000,
  loginBytes: 64 * 1024,
  frameMs: 60_000,
  drainMs: 2_000,
}

/** A response is always allowed so much, or no record would ever pass. */
const RESPONSE_LEAST_BYTES = 64 * 1024

/** Bytes held by all connections of a server: of requests on the way in, of responses on the way out. */
export class MemoryUse {
  readonly #limits: ServerLimits
  readonly #waiting = new Set<() => void>()
  requestBytes = 0
  responseBytes = 0

  constructor(limits: ServerLimits) {
    this.#limits = limits
  }

  /** Counts bytes of requests in, or out (negative). Connections that wait for room go on as soon as there is some. */
  addRequest(bytes: number): void {
    this.requestBytes += bytes
    if (bytes < 0 && !this.full) this.#wake()
  }

  addResponse(bytes: number): void {
    this.responseBytes += bytes
  }

  get full(): boolean {
    return this.requestBytes >= this.#limits.totalInFlightBytes
  }

  /** Calls `resume` once there is room; again and again for the same function is one call. */
  whenRoom(resume: () => void): void {
    this.#waiting.add(resume)
  }

  forget(resume: () => void): void {
    this.#waiting.delete(resume)
  }

  /** How large a response should be at most, while others are still unread. */
  get responseBytesMost(): number {
    return Math.max(RESPONSE_LEAST_BYTES, this.#limits.totalUnreadBytes - this.responseBytes)
  }

  #wake(): void {
    const resumed = [...this.#waiting]
    this.#waiting.clear()
    for (const resume of resumed) resume()
  }
}
