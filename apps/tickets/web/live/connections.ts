import { type Problem, problem } from '@millrace/client/http'
import type { FastifyReply } from 'fastify'
import type { ServerResponse } from 'node:http'

const CONNECTIONS_MOST = 20_000
/** Tabs of one browser; others ask now and then. A browser has six connections to us in all, and needs some itself. */
const OF_ONE_MOST = 4
/** A reader that is so far behind is let go; it connects again and begins with the present state. */
const BUFFERED_MOST_BYTES = 256 * 1024

/** Open streams of server-sent events, by whom they belong to. Writing the same to all costs one buffer. */
export class Connections {
  readonly #of = new Map<string, Set<ServerResponse>>()
  readonly #ofOneMost: number
  readonly #gone: (name: string) => void
  #size = 0

  /** @param gone is called when the last stream of one has ended */
  constructor(gone: (name: string) => void = () => {}, ofOneMost = OF_ONE_MOST) {
    this.#gone = gone
    this.#ofOneMost = ofOneMost
  }

  get size(): number {
    return this.#size
  }

  /** Those who have a stream. */
  get names(): IterableIterator<string> {
    return this.#of.keys()
  }

  get nameCount(): number {
    return this.#of.size
  }

  has(name: string): boolean {
    return this.#of.has(name)
  }

  /**
   * Answers with a stream that begins with these frames.
   *
   * @throws Problem 503 when there are too many.
   */
  open(name: string, reply: FastifyReply, begin: readonly Buffer[]): void {
    if (this.#size >= CONNECTIONS_MOST) throw tooMany(`${CONNECTIONS_MOST} live streams are open`)
    const streams = this.#of.get(name) ?? new Set()
    if (streams.size >= this.#ofOneMost) throw tooMany(`${this.#ofOneMost} live streams of one browser are open`)
    const { raw } = reply
    reply.hijack()
    for (const [header, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) raw.setHeader(header, value)
    }
    raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' })
    for (const each of begin) raw.write(each)
    this.#of.set(name, streams.add(raw))
    this.#size++
    raw.once('close', () => this.#remove(name, raw))
  }

  /** Writes to everybody. */
  tellAll(frame: Buffer): void {
    for (const streams of this.#of.values()) for (const raw of streams) write(raw, frame)
  }

  /** Writes to the streams of one; gives whether there was any. */
  tell(name: string, frame: Buffer): boolean {
    const streams = this.#of.get(name)
    for (const raw of streams ?? []) write(raw, frame)
    return streams !== undefined
  }

  close(): void {
    for (const streams of this.#of.values()) for (const raw of streams) raw.end()
  }

  #remove(name: string, raw: ServerResponse): void {
    const streams = this.#of.get(name)
    if (streams?.delete(raw) !== true) return
    this.#size--
    if (streams.size > 0) return
    this.#of.delete(name)
    this.#gone(name)
  }
}

function write(raw: ServerResponse, frame: Buffer): void {
  if (raw.writableEnded) return
  if (raw.writableLength > BUFFERED_MOST_BYTES) raw.destroy()
  else raw.write(frame)
}

const tooMany = (what: string): Problem =>
  problem(503, 'Too many streams', `${what}; the page asks now and then instead`, { code: 'TOO_MANY_STREAMS' })
