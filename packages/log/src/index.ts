// The contract
export type * from './contract.ts'

// Implementations
export { type MemoryLogOptions, memoryLog } from './memory/memory-log.ts'
export { type OpenLogOptions, openLog } from './open-log.ts'
export type { DiskLog } from './disk-log.ts'
export { DEFAULT_LIMITS, type LogLimits } from './limits.ts'
export { RECOVERY_CASES, type RecoveryCase, type RecoveryCaseName, type RecoveryEvent } from './recovery/cases.ts'
export { FIRST_USER_PARTITION } from './recovery/recover.ts'

// Copies
export type { LogSnapshot, SnapshotFile } from './backup/snapshot.ts'

// Looking at a log from outside
export { type Problem, type Verified, verifyLog } from './verify/verify.ts'
export { type ReadableDisk, type ReadableFile, readDisk } from './disk/read-disk.ts'

// The disk
export { type NodeDisk, nodeDisk } from './disk/node-disk.ts'

// Record batches
export { BatchHeader, addSequence } from './batch/header.ts'
export { type BatchRefusal, checkBatch, crcHolds, wholeBatchAt } from './batch/check.ts'
export { sealCrc, stampLogAppendTime, stampOffset } from './batch/stamp.ts'
export { type ReadRecordsOptions, type RecordHeader, type StoredRecord, recordBytes, records } from './batch/records.ts'
export { type NewBatch, type NewRecord, buildBatch } from './batch/build.ts'
export { type TransactionMarker, buildMarker, readMarker } from './batch/marker.ts'
export { type CompressionName, compressionName } from './batch/compression/index.ts'

// Facts
export { LEADER_EPOCH } from './epoch.ts'
