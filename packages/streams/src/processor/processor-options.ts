import type { AnyTopic, Backoff, OutputRecord, RecordOf } from '@millrace/client'
import type { LogPort } from '@millrace/kernel'
import type { StateStores } from '../state/state.ts'
import type { KeyValueStore, ReadonlyStore, StoreSpec } from './store.ts'

export type StoreSpecs = Readonly<Record<string, AnyStoreSpec>>

/** A store of whatever keys and values. */
interface AnyStoreSpec {
  readonly key: { decode(bytes: Buffer | null): unknown }
  readonly value: { decode(bytes: Buffer | null): unknown }
}

export type StoresOf<Specs extends StoreSpecs> = {
  readonly [Name in keyof Specs]: Specs[Name] extends StoreSpec<infer K, infer V> ? KeyValueStore<K, V> : never
}

export type CommittedStoresOf<Specs extends StoreSpecs> = {
  readonly [Name in keyof Specs]: Specs[Name] extends StoreSpec<infer K, infer V> ? ReadonlyStore<K, V> : never
}

/** What `process` works with. Everything belongs to the transaction, or to nothing when it throws. */
export interface ProcessContext<Specs extends StoreSpecs> {
  /** Written when the transaction commits; the input's timestamp when it has none. */
  send(record: OutputRecord): void
  /** The stores of the record's partition. */
  readonly stores: StoresOf<Specs>
  readonly partition: number
  /** 1 for the first try. */
  readonly attempt: number
  readonly log: LogPort
}

/**
 * Work that waits for a time, kept in the stores like everything else: after a crash or a rebalance it is done by whoever has
 * the partition, once in effect.
 */
export interface Wake<Specs extends StoreSpecs> {
  /** When something in a partition's stores falls due: domain time, ms since epoch; Infinity: never. Asked after each change. */
  readonly at: (stores: StoresOf<Specs>) => number
  /** Does everything that is due at `now`, so that `at` is later. A throw aborts the transaction, and it is done again. */
  readonly run: (now: number, context: Omit<ProcessContext<Specs>, 'attempt'>) => void
}

/** A wake of whatever stores. */
export interface AnyWake {
  at(stores: object): number
  run(now: number, context: Omit<ProcessContext<never>, 'attempt' | 'stores'> & { readonly stores: object }): void
}

export interface ProcessorOptions<T extends AnyTopic, Specs extends StoreSpecs> {
  /** The consumer group, and the beginning of the names of changelogs and transactional ids. */
  readonly id: string
  /** With stores, all with as many partitions: records of equal keys meet in one partition. */
  readonly inputs: readonly T[]
  /** Each with a changelog topic `<id>-<store>-changelog`, compacted. */
  readonly stores?: Specs
  /**
   * Takes one record. What it sends, changes and has read is committed as one, once. A throw is tried again with back-off; then,
   * or at once for a Refusal, the record goes to the dead letters.
   */
  readonly process: (record: RecordOf<T>, context: ProcessContext<Specs>) => Promise<void> | void
  /** What falls due with time. */
  readonly wake?: Wake<Specs>
  /** Stable and of this instance alone: then a restart ends at once what a crash left open, instead of after 10 s. */
  readonly instanceId?: string
  /** Where this instance answers queries, `host:port`; the other instances can see it. */
  readonly applicationServer?: string
  /** 100 by default */
  readonly commitEveryMs?: number
  /** Records of one transaction at most; 20,000 by default. */
  readonly mostRecords?: number
  readonly from?: 'earliest' | 'latest'
  readonly retry?: Backoff & { readonly attempts: number }
  readonly deadLetter?: string
  /**
   * How long, ms of liveness time, to wait for records of an input that is known to have some before another's are taken, so that
   * they go by their timestamps (KIP-695); 0 by default.
   */
  readonly waitForInputsMs?: number
  /** Where what is committed of the stores lies: in memory by default; `diskState(folder)` reads back only what is newer than it. */
  readonly state?: StateStores
}

export interface ProcessorCounts {
  readonly processed: number
  readonly deadLettered: number
  readonly transactions: number
  readonly aborted: number
}

/** A stateful, exactly-once processor: one instance of its group. */
export interface Processor<Specs extends StoreSpecs> {
  /** Resolves when the first assignment is restored and worked on. */
  readonly ready: Promise<void>
  readonly counts: ProcessorCounts
  /** Partitions that this instance works on. */
  readonly partitions: readonly number[]
  /** Records of its partitions that are not processed yet. */
  readonly lag: number
  /** What is committed, by partition of this instance. */
  stores(partition: number): CommittedStoresOf<Specs> | undefined
  /** Commits what is under way and leaves the group. Safe to call twice. */
  stop(): Promise<void>
}
