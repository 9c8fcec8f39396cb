import { problem } from './problem.ts'
import type { Clocks, Timer } from '@millrace/kernel'
import type { FastifyReply } from 'fastify'
import type { ServerResponse } from 'node:http'

const BEAT_MS = 15_000
const STREAMS_MOST = 2000
const BUFFERED_MOST_BYTES = 1024 * 1024

/** Streams of server-sent events of a service. */
export class LiveStreams {
  readonly #clocks: Clocks
  readonly #open = new Set<ServerResponse>()

  constructor(clocks: Clocks) {
    this.#clocks = clocks
  }

  get size(): number {
    return this.#open.size
  }

  /**
   * Answers with a stream. `begin` gets what writes an event, and gives what ends its subscription. A reader that does not
   * take what it is sent is let go: it connects again and begins with the present state.
   *
   * @throws Problem 503 when there are too many.
   */
  open(reply: FastifyReply, begin: (send: (event: string, data: unknown) => void) => () => void): void {
    if (this.#open.size >= STREAMS_MOST)
      throw problem(503, 'Too many streams', `${STREAMS_MOST} live streams are open; ask again in a moment`)
    reply.hijack()
    const { raw } = reply
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value)
    raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' })
    this.#open.add(raw)
    const write = (text: string): void => {
      if (raw.writableLength > BUFFERED_MOST_BYTES) raw.destroy()
      else raw.write(text)
    }
    const send = (event: string, data: unknown): void => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    const { domain, liveness } = this.#clocks
    // An event and no comment: pages cannot hear comments. It tells them the clock that expiry and such follow.
    const beat = (): Timer => {
      send('beat', { now: new Date(domain.now()).toISOString() })
      return liveness.timerIn(BEAT_MS, () => (timer = beat()))
    }
    let timer = beat()
    const end = begin(send)
    raw.once('close', () => {
      timer.cancel()
      end()
      this.#open.delete(raw)
    })
  }

  close(): void {
    for (const raw of this.#open) raw.end()
  }
}
