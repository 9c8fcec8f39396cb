import { Fault } from '@millrace/kernel'
import { HistoryStore } from '../store/history-store.ts'
import type { Replies, Request } from './messages.ts'

/** Does what is asked, one after another, on one store. */
export class Answerer {
  #store: HistoryStore | undefined

  answer(request: Request): Replies[keyof Replies] {
    if (request.kind === 'open') {
      this.#store = new HistoryStore(request.folder)
      return this.#store.position
    }
    const store = this.#store
    if (store === undefined) throw new Fault('HISTORY_CLOSED', 'the history is not open')
    switch (request.kind) {
      case 'apply':
        store.apply(request.block, request.next)
        return store.position
      case 'query':
        return request.queries.map((query) => store.query(query))
      case 'forget':
        return store.forget(request.before)
      case 'learn':
        store.learn(request.events, request.next)
        return store.position
      case 'reset':
        store.reset()
        return store.position
    }
  }

  close(): void {
    this.#store?.close()
    this.#store = undefined
  }
}
