// The contract
export type * from './contract.ts'

// Implementations
export { type MemoryLogOptions, memoryLog } from './memory/memory-log.ts'

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
