import type { AnyTopic, Position, RecordOf } from '@millrace/client'
import type { SnapshotOptions } from '../snapshot/snapshot-options.ts'

export interface ViewOptions<T extends AnyTopic, S> {
  /** Tells the view apart in logs, dead letters and snapshots: letters, digits, dot, dash, underscore. */
  readonly name: string
  readonly topics: readonly T[]
  /** A state of which nothing is known yet. */
  readonly empty: () => S
  /**
   * Takes one record into the state: changes it in place, or gives the new one. Synchronous and without outside effects, since
   * a rebuild applies everything again. A throw makes the record a bad one: it is passed over.
   */
  readonly apply: (state: S, record: RecordOf<T>) => S | void
  /** Kept on disk, so that a restart reads only what came since. */
  readonly snapshot?: SnapshotOptions<S>
  /** Suffix of the topic that takes bad records (`.dlq`), or `off`: then they are only counted and logged. */
  readonly deadLetter?: string
}

/** How far a view is. */
export interface ViewProgress {
  readonly phase: 'starting' | 'building' | 'ready' | 'rebuilding' | 'stopped'
  /** Offsets passed and to be passed until it is ready. */
  readonly records: number
  readonly of: number
  /** 0 to 100 */
  readonly percent: number
}

export interface ViewCounts {
  readonly applied: number
  /** Records that could not be read or applied. */
  readonly bad: number
  readonly rebuilds: number
  /** Where this start began: `snapshot`, or `beginning`. */
  readonly startedFrom: 'snapshot' | 'beginning' | undefined
}

/** A model of topics, in memory, that follows them. */
export interface View<S> {
  readonly name: string
  /** As of `positions`. During a rebuild, the state from before it. */
  readonly state: S
  /** The next offset of each partition; all topics at one moment. */
  readonly positions: readonly Position[]
  readonly progress: ViewProgress
  readonly counts: ViewCounts
  /** Resolves when everything that was in the topics at the start has been applied. @throws what made the start fail. */
  ready(): Promise<void>
  /**
   * Resolves when the view has passed the record at this position: read your own write.
   *
   * @throws Fault VIEW_BEHIND after `timeoutMs` (30,000) of liveness time.
   */
  waitFor(position: Position, timeoutMs?: number): Promise<void>
  /** Resolves when the view has passed everything that was acknowledged before the call: a linearizable read. Throws as `waitFor`. */
  current(timeoutMs?: number): Promise<void>
  /** Called after records were applied. Gives a function that ends it. */
  onApplied(listener: () => void): () => void
  /** Called after a rebuild has replaced the state. Gives a function that ends it. */
  onReplaced(listener: (before: S, after: S) => void): () => void
  /** Writes a snapshot, when there are any, and ends. Safe to call twice. */
  stop(): Promise<void>
}
