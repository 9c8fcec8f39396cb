import type { StoreSpec } from '../processor/store.ts'

export type Entry<K, V> = readonly [key: K, value: V]
/** Without a value it is removed. */
export type Alteration<K, V> = Entry<K, V> | readonly [key: K]

/** Up to where of its changelog a state is whole. */
export interface Mark {
  /** The next offset to be read. */
  readonly position: number
  /** When, ms since epoch. */
  readonly at: number
}

/** What is committed of a store's partition. Names stand for keys: equal keys have equal names. */
export interface CommittedState<K, V> {
  /** Undefined when it does not know, or does not last: it is then restored from the beginning. */
  readonly mark: Mark | undefined
  get(key: K, name: string): Entry<K, V> | undefined
  entries(): Iterable<readonly [name: string, entry: Entry<K, V>]>
  /** All of it or nothing, the mark included. */
  apply(alterations: Iterable<readonly [name: string, alteration: Alteration<K, V>]>, mark?: Mark): void
  clear(): void
  /** Safe to call twice. */
  close(): void
}

/** Whose state it is. */
export interface StatePlace {
  /** The processor's or the application's id. */
  readonly id: string
  readonly store: string
  readonly partition: number
  /** The id of the changelog topic: state of one that was made anew does not fit. */
  readonly topicId: string
}

/** Where the states of stores lie: `diskState(folder)`, or one's own; in memory without one. */
export interface StateStores {
  /** @throws Fault STATE_IN_USE while another process has it. */
  open<K, V>(
    place: StatePlace,
    spec: StoreSpec<K, V>,
    nameOf: (key: K) => string,
  ): Promise<CommittedState<K, V> | undefined>
}
