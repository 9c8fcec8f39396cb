import type { Chunk, KafkaRecord, Position, Transaction } from '@millrace/client'
import type { LayeredStore } from './store.ts'

interface Input {
  readonly topic: string
  /** The next offset to be committed. */
  position: number
  committed: number
  end: number
  readonly chunks: { readonly chunk: Chunk; readonly release: () => void; index: number }[]
}

/** The work of one partition number: its inputs' records in order, and its stores. */
export class Task {
  readonly partition: number
  readonly stores: ReadonlyMap<string, LayeredStore<unknown, unknown>>
  /** The same, as whoever works with them gets them. */
  readonly byName: Readonly<Record<string, LayeredStore<unknown, unknown>>>
  /** Tries of the record at the head. */
  attempts = 0
  /** Liveness time before which the head is not tried again. */
  notBefore = 0
  /** Liveness time since which an input is waited for. */
  waitingSince: number | undefined
  /** Domain time at which something in the stores falls due; undefined when they have changed since it was asked. */
  wakeAt: number | undefined
  #woken = false
  readonly #inputs = new Map<string, Input>()
  /** Where the changelogs go on after the transaction under way. */
  readonly #written = new Map<string, number>()

  constructor(partition: number, stores: ReadonlyMap<string, LayeredStore<unknown, unknown>>) {
    this.partition = partition
    this.stores = stores
    this.byName = Object.fromEntries(stores)
  }

  /** Reads the topic from `position`; it ended at `end` when it was last asked. */
  open(topic: string, position: number, end = position): void {
    this.#inputs.set(topic, { topic, position, committed: position, end, chunks: [] })
  }

  get topics(): string[] {
    return [...this.#inputs.keys()]
  }

  get lag(): number {
    return [...this.#inputs.values()].reduce((sum, { end, position }) => sum + Math.max(0, end - position), 0)
  }

  /** An input has records that have not arrived yet: the oldest may be among them. */
  awaitsInput(): boolean {
    for (const { chunks, position, end } of this.#inputs.values())
      if (chunks.length === 0 && position < end) return true
    return false
  }

  push(chunk: Chunk, release: () => void): void {
    const input = this.#inputs.get(chunk.topic)
    if (input === undefined) {
      release()
      return
    }
    input.end = Math.max(chunk.endOffset, chunk.nextOffset)
    input.chunks.push({ chunk, release, index: 0 })
    this.#passEmpty(input)
  }

  /** The record to be taken next: of several inputs' heads the oldest. */
  head(): KafkaRecord | undefined {
    let oldest: KafkaRecord | undefined
    for (const input of this.#inputs.values()) {
      const record = headOf(input)
      if (record !== undefined && (oldest === undefined || record.timestamp < oldest.timestamp)) oldest = record
    }
    return oldest
  }

  /** The head is done with. */
  advance({ topic, offset }: KafkaRecord): void {
    const input = this.#inputs.get(topic)
    if (input === undefined) return
    const first = input.chunks[0]
    if (first !== undefined) first.index++
    input.position = offset + 1
    this.wakeAt = undefined
    this.attempts = 0
    this.notBefore = 0
    this.#passEmpty(input)
  }

  /** Where each input is read from. */
  starts(): Position[] {
    return [...this.#inputs.values()].map(({ topic, position }) => ({
      topic,
      partition: this.partition,
      offset: position,
    }))
  }

  /** What was due with time is done. Its transaction commits positions too, whether they moved or not: only that tells an owner who has lost the partition. */
  wokeUp(): void {
    this.#woken = true
    this.wakeAt = undefined
  }

  /** Positions that are to be committed. */
  due(): Position[] {
    const moved = [...this.#inputs.values()].filter(({ position, committed }) => this.#woken || position > committed)
    return moved.map(({ topic, position }) => ({ topic, partition: this.partition, offset: position }))
  }

  /** What the transaction changed, to the changelogs. */
  write(transaction: Pick<Transaction, 'send' | 'post'>, changelogOf: (store: string) => string): void {
    this.#written.clear()
    for (const [name, store] of this.stores) {
      const changes = store.changes(changelogOf(name), this.partition)
      const last = changes.pop()
      if (last === undefined) continue
      for (const change of changes) transaction.post(change)
      // The transaction fails when this does.
      const noted = transaction.send(last).then(({ offset }) => offset >= 0 && this.#written.set(name, offset + 1))
      void noted.catch(() => undefined)
    }
  }

  /** The transaction is committed, at `at` ms since epoch. */
  keep(committed: readonly Position[], at: number): void {
    for (const [name, store] of this.stores) {
      const position = this.#written.get(name)
      store.keepTransaction(position === undefined ? undefined : { position, at })
    }
    this.#woken = false
    for (const { topic, partition, offset } of committed) {
      const input = partition === this.partition ? this.#inputs.get(topic) : undefined
      if (input !== undefined) input.committed = offset
    }
  }

  /** Gives the memory of what was fetched back, and closes the stores. */
  close(): void {
    for (const store of this.stores.values()) store.close()
    for (const { chunks } of this.#inputs.values()) for (const { release } of chunks.splice(0)) release()
  }

  #passEmpty(input: Input): void {
    for (let first = input.chunks[0]; first !== undefined; first = input.chunks[0]) {
      if (first.index < first.chunk.records.length) return
      input.position = Math.max(input.position, first.chunk.nextOffset)
      input.chunks.shift()
      first.release()
    }
  }
}

function headOf({ chunks }: Input): KafkaRecord | undefined {
  const [first] = chunks
  return first?.chunk.records[first.index]
}
