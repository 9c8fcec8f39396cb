// Time
export { type Clocks, type DomainClock, type LivenessClock, type Timer, pause } from './time/clock.ts'
export { systemClocks } from './time/system-clock.ts'
export { VirtualClock, VirtualLiveness, virtualClocks } from './time/virtual-clock.ts'
export { TimerQueue } from './time/timer-queue.ts'

// Chance and identity
export { type Random, below, fraction, seededRandom, shuffled, systemRandom } from './random.ts'
export { NIL_UUID, hex, uuidBytes, uuidOf, uuidV4, uuidV7 } from './ids.ts'

// Errors and limits
export { Fault, InvariantError, Refusal, invariant, messageOf } from './errors.ts'
export { type Limit, within } from './limits.ts'

// Bytes
export { ByteReader } from './bytes/reader.ts'
export { ByteWriter } from './bytes/writer.ts'
export { crc32c } from './bytes/crc32c.ts'

// Messages in versions (Kafka's schema terms), compiled from tables
export type { Field, FieldDefault, FieldType, ScalarType, Schema, Struct } from './schema/field.ts'
export { type Codec, type Partially, codec, decodeWhole, encodeWhole, filled, refuseTrailing } from './schema/codec.ts'
export { FrameReader } from './schema/frame-reader.ts'
export { ChunkWriter } from './schema/chunk-writer.ts'
export { holdsVersion, versionRange } from './schema/versions.ts'

// Ports
export type { Disk, DiskFile } from './ports/disk.ts'
export type { BatchSource, Epoch, EpochSink, OutputBatch, RecordBlock, TopicPartition } from './ports/blocks.ts'
export type { Environment, Log as LogPort, RunningService, ServicePorts, StartService } from './ports/service.ts'
export type { AppDefinition, AppPage, AppService, DemoTarget } from './ports/app.ts'
