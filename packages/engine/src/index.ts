// The engine
export { Engine, type EngineLimits, type EngineOptions, openEngine } from './engine.ts'
export type { CommandName, RequestOf, ResponseOf } from './commands/index.ts'
export { DEFAULT_TENANT, type RejectionCode } from './commands/command.ts'
export type { ActivateJobs, ActivatedJob } from './commands/activate-jobs.ts'
export type { JobStream } from './jobs/dispatch.ts'

// Its events, for projections
export { EventRetention } from './checkpoint/retention.ts'
export { EVENTS_PARTITION } from './runtime/partitions.ts'
export { RECORD_FORMAT, decodeEvent } from './records/codec.ts'
export type { EngineEvent, IntentOf, ValueOf, ValueType } from './records/record.ts'
export type { Json, JsonObject } from './records/schema.ts'

// What it knows
export type { StateReader } from './state/state.ts'
export { FIRST_KEY } from './state/state.ts'
