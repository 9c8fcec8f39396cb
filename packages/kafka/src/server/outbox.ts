import type { Socket } from 'node:net'
import type { MemoryUse } from './limits.ts'

/** The place of one response among the others. */
export interface Slot {
  chunks: readonly Buffer[] | undefined
  filled: boolean
}

/**
 * Responses on their way out, in the order of their requests whatever the order in which they become ready. Buffers
 * are handed over as they are; what becomes ready in one turn leaves in one gathered write.
 */
export class Outbox {
  readonly #socket: Socket
  readonly #memory: MemoryUse
  readonly #taken: () => void
  readonly #slots: Slot[] = []
  #unread = 0
  #corked = false
  #closed = false

  /** `taken` is called when the client has taken a response off our hands. */
  constructor(socket: Socket, memory: MemoryUse, taken: () => void) {
    this.#socket = socket
    this.#memory = memory
    this.#taken = taken
  }

  /** Bytes that the client has not taken yet, those that wait for an earlier response among them. */
  get unreadBytes(): number {
    return this.#unread
  }

  slot(): Slot {
    const slot: Slot = { chunks: undefined, filled: false }
    this.#slots.push(slot)
    return slot
  }

  /** `chunks` is undefined when the request has no response. */
  fill(slot: Slot, chunks: readonly Buffer[] | undefined): void {
    slot.chunks = chunks
    slot.filled = true
    if (chunks !== undefined) this.#count(sizeOf(chunks))
    while (this.#slots[0]?.filled) this.#write(this.#slots.shift()?.chunks)
  }

  close(): void {
    this.#closed = true
    this.#memory.addResponse(-this.#unread)
    this.#unread = 0
    this.#slots.length = 0
  }

  #write(chunks: readonly Buffer[] | undefined): void {
    if (chunks === undefined) return
    this.#cork()
    const bytes = sizeOf(chunks)
    const last = chunks.length - 1
    for (let index = 0; index < last; index++) this.#socket.write(chunks[index] as Buffer)
    this.#socket.write(chunks[last] as Buffer, () => this.#sent(bytes))
  }

  #sent(bytes: number): void {
    if (this.#closed) return
    this.#count(-bytes)
    this.#taken()
  }

  #count(bytes: number): void {
    this.#unread += bytes
    this.#memory.addResponse(bytes)
  }

  #cork(): void {
    if (this.#corked) return
    this.#corked = true
    this.#socket.cork()
    process.nextTick(() => {
      this.#corked = false
      this.#socket.uncork()
    })
  }
}

function sizeOf(chunks: readonly Buffer[]): number {
  let bytes = 0
  for (const chunk of chunks) bytes += chunk.length
  return bytes
}
