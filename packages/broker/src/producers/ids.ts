import { Refusal } from '@millrace/kernel'

/** Ids written at once: a crash skips what is left of a block. */
const BLOCK_IDS = 1000

/** Where the next id that nobody was given is kept: durable. */
export interface IdStore {
  readonly nextProducerId: number
  /** Resolves when it is durable; in force at once. @throws what `Log.append` throws. */
  put(entry: { readonly kind: 'producers'; readonly next: number }): Promise<void>
}

export interface NewProducerId {
  readonly id: number
  /** Resolves when no restart can give the id again. */
  readonly durable: Promise<void>
}

/** Gives out producer ids: whole numbers from 0, none twice in the life of a data directory. */
export class ProducerIds {
  readonly #store: IdStore
  #next: number
  #end: number
  #durable: Promise<void> = Promise.resolve()

  constructor(store: IdStore) {
    this.#store = store
    this.#next = store.nextProducerId
    this.#end = this.#next
  }

  /** @throws what `Log.append` throws; Refusal PRODUCER_IDS_EXHAUSTED. */
  next(): NewProducerId {
    if (this.#next === this.#end) this.#openBlock()
    return { id: this.#next++, durable: this.#durable }
  }

  #openBlock(): void {
    const end = this.#next + BLOCK_IDS
    if (!Number.isSafeInteger(end)) throw new Refusal('PRODUCER_IDS_EXHAUSTED', 'every producer id has been given out')
    this.#durable = this.#store.put({ kind: 'producers', next: end })
    this.#durable.catch(() => undefined)
    this.#end = end
  }
}
