import type { KafkaClient, Position, RecordOf, Topic, TypedRecord } from '@millrace/client'
import type { SnapshotStore } from '../snapshot/snapshot-options.ts'
import type { ViewCounts, ViewProgress } from '../view/view-options.ts'
import { TopicView } from '../view/view.ts'
import { Entries } from './entries.ts'

/** What a change was; undefined: not there. The position is that of its record, undefined after a rebuild. */
export type ChangeListener<K, S> = (
  key: K,
  before: S | undefined,
  after: S | undefined,
  position: Position | undefined,
) => void

export interface TableOptions<Name extends string, K, V, S> {
  /** In logs, dead letters and snapshots; the topic's name by default. */
  readonly name?: string
  /**
   * The entry after a record; undefined removes it. Without it the record's value is the entry, and a tombstone removes it.
   * A throw makes the record a bad one.
   */
  readonly reduce?: (before: S | undefined, record: TypedRecord<Name, K, V>) => S | undefined
  /** Snapshots of entries as JSON; `version` changes when their meaning does. */
  readonly snapshot?: {
    readonly store: SnapshotStore
    readonly version: number
    readonly everyMs?: number
    readonly mostAgeMs?: number
  }
  readonly deadLetter?: string
}

/** The latest entry of each key of a topic, in memory. Follows the topic from its beginning; any number of instances. */
export interface Table<K, S> {
  get(key: K): S | undefined
  has(key: K): boolean
  entries(): IterableIterator<readonly [key: K, entry: S]>
  readonly size: number
  readonly progress: ViewProgress
  readonly counts: ViewCounts
  readonly positions: readonly Position[]
  ready(): Promise<void>
  /** Read your own write: resolves when the table has passed the record at this position. @see View.waitFor */
  waitFor(position: Omit<Position, 'topic'>, timeoutMs?: number): Promise<void>
  /** A linearizable read: resolves when the table holds all that was acknowledged before the call. @see View.current */
  current(timeoutMs?: number): Promise<void>
  /** Called for each change in order, when the table has it and perhaps later ones already. Not called while the table is built. Gives a function that ends it. */
  onChange(listener: ChangeListener<K, S>): () => void
  stop(): Promise<void>
}

export function table<Name extends string, K, V, S = NonNullable<V>>(
  kafka: KafkaClient,
  topic: Topic<Name, K, V>,
  options: TableOptions<Name, K, V, S> = {},
): Table<K, S> {
  const keyOf = (key: K): string => (typeof key === 'string' ? key : (topic.key.encode(key)?.toString('latin1') ?? ''))
  const reduce = options.reduce ?? ((_before, record) => (record.value ?? undefined) as S | undefined)
  const listeners = new Set<ChangeListener<K, S>>()
  const tell: ChangeListener<K, S> = (...change) => {
    for (const listener of listeners) listener(...change)
  }
  const { snapshot, deadLetter } = options
  const view = new TopicView<Topic<Name, K, V>, Entries<K, S>>(kafka, {
    name: options.name ?? topic.name,
    topics: [topic],
    empty: () => new Entries(keyOf),
    apply: (entries, record: RecordOf<Topic<Name, K, V>>) => {
      const typed = record as TypedRecord<Name, K, V>
      const before = entries.get(typed.key)
      const after = reduce(before, typed)
      entries.put(typed.key, after)
      if (view.phase === 'ready' && before !== after) pending.push([typed.key, before, after, placeOf(typed)])
    },
    ...(deadLetter !== undefined && { deadLetter }),
    ...(snapshot !== undefined && {
      snapshot: {
        ...snapshot,
        save: (entries: Entries<K, S>) => entries,
        load: (items: Iterable<unknown>) => Entries.from<K, S>(keyOf, items),
      },
    }),
  })
  const pending: Parameters<ChangeListener<K, S>>[] = []
  view.onApplied(() => {
    for (const change of pending.splice(0)) tell(...change)
  })
  view.onReplaced((before, after) => {
    for (const [key, from, to] of before.differences(after)) tell(key, from, to, undefined)
  })
  return {
    get: (key) => view.state.get(key),
    has: (key) => view.state.get(key) !== undefined,
    entries: () => view.state[Symbol.iterator](),
    get size() {
      return view.state.size
    },
    get progress() {
      return view.progress
    },
    get counts() {
      return view.counts
    },
    get positions() {
      return view.positions
    },
    ready: () => view.ready(),
    waitFor: (position, timeoutMs) => view.waitFor({ topic: topic.name, ...position }, timeoutMs),
    current: (timeoutMs) => view.current(timeoutMs),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop: () => view.stop(),
  }
}

const placeOf = ({ topic, partition, offset }: Position): Position => ({ topic, partition, offset })
