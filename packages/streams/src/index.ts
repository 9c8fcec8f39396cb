/** @packageDocumentation */

// Views: models of topics in memory
export { view } from './view/view.ts'
export type { View, ViewCounts, ViewOptions, ViewProgress } from './view/view-options.ts'
export { table, type ChangeListener, type Table, type TableOptions } from './table/table.ts'

// Snapshots
export type { SnapshotOptions, SnapshotStore } from './snapshot/snapshot-options.ts'
export { fileSnapshots } from './snapshot/file-snapshots.ts'
