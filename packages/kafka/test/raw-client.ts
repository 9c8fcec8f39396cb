import { once } from 'node:events'
import { type Socket, connect } from 'node:net'

/** A socket that speaks frames and nothing more. */
export class RawClient {
  readonly socket: Socket
  #received = Buffer.alloc(0)
  closed = false

  static async to(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    return new RawClient(socket)
  }

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk: Buffer) => (this.#received = Buffer.concat([this.#received, chunk])))
    socket.on('close', () => (this.closed = true))
    socket.on('error', () => undefined)
  }

  /** Sends bodies behind their lengths, all in one write. */
  send(...bodies: Buffer[]): void {
    this.socket.write(Buffer.concat(bodies.map(framed)))
  }

  /** The next response, without its length; undefined when the connection closes first. */
  async next(): Promise<Buffer | undefined> {
    while (this.#received.length < 4 || this.#received.length < 4 + this.#received.readInt32BE(0)) {
      if (this.closed) return undefined
      await this.#changed()
    }
    const end = 4 + this.#received.readInt32BE(0)
    const body = this.#received.subarray(4, end)
    this.#received = this.#received.subarray(end)
    return body
  }

  async #changed(): Promise<void> {
    const done = new AbortController()
    const { signal } = done
    await Promise.race([once(this.socket, 'data', { signal }), once(this.socket, 'close', { signal })])
    done.abort()
  }

  async whenClosed(): Promise<void> {
    if (!this.closed) await once(this.socket, 'close')
  }
}

export function framed(body: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length)
  return Buffer.concat([length, body])
}

/** A request with header version 1 or, `flexible`, 2; client id `raw`. */
export function requestBody(
  key: number,
  version: number,
  id: number,
  body: Buffer = Buffer.alloc(0),
  flexible = false,
): Buffer {
  const head = Buffer.alloc(8)
  head.writeInt16BE(key, 0)
  head.writeInt16BE(version, 2)
  head.writeInt32BE(id, 4)
  return Buffer.concat([head, Buffer.from('\0\x03raw'), ...(flexible ? [Buffer.alloc(1)] : []), body])
}
