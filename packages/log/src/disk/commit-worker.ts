import { Fault, messageOf } from '@millrace/kernel'
import { Worker } from 'node:worker_threads'
import type { CommitReply, CommitRequest } from './commit-thread.ts'

/**
 * The thread that commits. libuv's pool is no place for it: behind 16 compressions in the pool a commit took 24 ms
 * instead of 0.2 (decisions.md, D1).
 */
export class CommitWorker {
  readonly #waiting = new Map<number, PromiseWithResolvers<void>>()
  #worker: Worker | undefined
  #id = 0
  #fault: Fault | undefined

  /** Resolves when the chunks are durable; the thread begins with the first call. */
  commit(fd: number, position: number, chunks: readonly Uint8Array[]): Promise<void> {
    if (this.#fault !== undefined) return Promise.reject(this.#fault)
    const id = ++this.#id
    const done = Promise.withResolvers<void>()
    this.#waiting.set(id, done)
    // Only shared memory goes over as it is: a view of other memory would be cloned with all that is around it.
    const shared = chunks.map((chunk) => (chunk.buffer instanceof SharedArrayBuffer ? viewOf(chunk) : chunk.slice()))
    const request: CommitRequest = { id, fd, position, chunks: shared }
    this.#worker ??= this.#start()
    this.#worker.ref()
    this.#worker.postMessage(request)
    return done.promise
  }

  async close(): Promise<void> {
    this.#fault = new Fault('CLOSED', 'the disk is closed')
    await this.#worker?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(new URL('./commit-thread.ts', import.meta.url))
    worker.on('message', (reply: CommitReply) => this.#settle(reply))
    worker.on('error', (error) => this.#failAll(new Fault('EIO', `the commit thread failed: ${messageOf(error)}`)))
    return worker
  }

  #settle({ id, error }: CommitReply): void {
    const done = this.#waiting.get(id)
    this.#waiting.delete(id)
    // Waiting for nothing keeps no process alive.
    if (this.#waiting.size === 0) this.#worker?.unref()
    if (error === undefined) done?.resolve()
    else done?.reject(new Fault(error.code, error.message))
  }

  #failAll(fault: Fault): void {
    this.#fault = fault
    for (const done of this.#waiting.values()) done.reject(fault)
    this.#waiting.clear()
  }
}

function viewOf(chunk: Uint8Array): Uint8Array {
  return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
}
