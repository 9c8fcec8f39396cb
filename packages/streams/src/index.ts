/** @packageDocumentation */

// Views: models of topics in memory
export { view } from './view/view.ts'
export type { View, ViewCounts, ViewOptions, ViewProgress } from './view/view-options.ts'
export { table, type ChangeListener, type Table, type TableOptions } from './table/table.ts'

// Snapshots
export type { SnapshotOptions, SnapshotStore } from './snapshot/snapshot-options.ts'
export { fileSnapshots } from './snapshot/file-snapshots.ts'

// Processors: consume, change state, produce, as one
export { processor } from './processor/processor.ts'
export type {
  CommittedStoresOf,
  ProcessContext,
  Processor,
  ProcessorCounts,
  ProcessorOptions,
  StoreSpecs,
  StoresOf,
  Wake,
} from './processor/processor-options.ts'
export type { KeyValueStore, ReadonlyStore, StoreSpec } from './processor/store.ts'
