/** Where snapshots are kept. Writing is atomic: afterwards either the old or the new one is there, whole. */
export interface SnapshotStore {
  /** Undefined when there is none. */
  read(name: string): Promise<Uint8Array | undefined>
  write(name: string, parts: Iterable<Uint8Array>): Promise<void>
  remove(name: string): Promise<void>
}

export interface SnapshotOptions<S> {
  readonly store: SnapshotStore
  /** Changes when `apply` or the items change their meaning: older snapshots are then not used. */
  readonly version: number
  /** The state as JSON values. */
  readonly save: (state: S) => Iterable<unknown>
  /** @throws when the items are none of `save`: the view is then rebuilt. */
  readonly load: (items: Iterable<unknown>) => S
  /** 60,000 by default. */
  readonly everyMs?: number
  /**
   * An older one is not used: a deletion that compaction has forgotten meanwhile would be missed. Stay below the topics'
   * `delete.retention.ms`; 12 hours by default.
   */
  readonly mostAgeMs?: number
}
