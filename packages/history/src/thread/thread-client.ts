import { Worker } from 'node:worker_threads'
import { Fault, messageOf } from '@millrace/kernel'
import type { FromThread, Replies, Request } from './messages.ts'

/** Keeps the idle thread small: it holds one block of events at a time. */
const resourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 256, stackSizeMb: 1 }

/** Asks the thread; replies come in the order of the requests. */
export class ThreadClient {
  readonly #worker: Worker
  readonly #waiting = new Map<number, PromiseWithResolvers<Replies[keyof Replies]>>()
  #id = 0
  #fault: Fault | undefined

  constructor() {
    this.#worker = new Worker(new URL('./history-thread.ts', import.meta.url), { resourceLimits })
    this.#worker.unref()
    this.#worker.on('message', (message: FromThread) => this.#settle(message))
    this.#worker.on('error', (thrown: unknown) => this.#failAll(`the thread of the history died: ${messageOf(thrown)}`))
    this.#worker.on('exit', () => this.#failAll('the thread of the history has ended'))
  }

  /** @throws Fault HISTORY_CLOSED when the thread is not there, else what the store says */
  ask<Kind extends Request['kind']>(asked: Extract<Request, { kind: Kind }>): Promise<Replies[Kind]> {
    const request: Request = asked
    if (this.#fault !== undefined) return Promise.reject(this.#fault)
    const id = ++this.#id
    const waiting = Promise.withResolvers<Replies[keyof Replies]>()
    this.#waiting.set(id, waiting)
    // The block goes over as it is, without another copy.
    const moved = request.kind === 'apply' ? [request.block.buffer] : []
    this.#worker.postMessage({ id, ...request }, moved)
    return waiting.promise as Promise<Replies[Kind]>
  }

  async close(): Promise<void> {
    this.#failAll('the history is closed')
    await this.#worker.terminate()
  }

  #settle(message: FromThread): void {
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if ('error' in message) waiting?.reject(new Fault(message.error.code, message.error.message))
    else waiting?.resolve(message.reply)
  }

  #failAll(text: string): void {
    this.#fault ??= new Fault('HISTORY_CLOSED', text)
    for (const waiting of this.#waiting.values()) waiting.reject(this.#fault)
    this.#waiting.clear()
  }
}
