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

// Where state lies
export { diskState, type DiskStateOptions } from './state/disk-state.ts'
export type { Alteration, CommittedState, Entry, Mark, StatePlace, StateStores } from './state/state.ts'

// Topologies: Kafka Streams' DSL
export { topology, type Topology } from './dsl/topology.ts'
export type { Codecs, KStream } from './dsl/stream.ts'
export type { KTable, TableNaming } from './dsl/table.ts'
export type { GroupedStream, TimeWindowedStream } from './dsl/grouped-stream.ts'
export type { SessionWindowedStream } from './dsl/session-windowed.ts'
export type { GroupedTable } from './dsl/grouped-table.ts'
export type { CustomContext, CustomProcessor } from './dsl/custom-processor.ts'
export {
  hopping,
  sessions,
  sliding,
  tumbling,
  type SessionWindows,
  type SlidingWindows,
  type TimeWindows,
} from './dsl/windows.ts'
export { within, type JoinWindow } from './dsl/join-window.ts'
export type { StreamJoinOptions } from './dsl/stream-join.ts'
export type { Change, StreamRecord, Windowed } from './topology/stream-record.ts'
export type { CodecLike } from './topology/codecs.ts'
export { TopologyTestDriver, type DriverRecord } from './driver/topology-test-driver.ts'

// Running topologies on Kafka
export { startStreams, type RunningStreams } from './app/start-streams.ts'
export type { StreamsOptions } from './app/streams-options.ts'
export type { KeyQueryMetadata, StreamsMetadata } from './app/metadata.ts'
export type { TableQuery } from './app/query.ts'
