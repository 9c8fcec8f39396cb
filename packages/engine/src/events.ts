// Its events alone, for a thread that reads them and needs nothing else of the engine
export { decodeEvent } from './records/codec.ts'
export type { EngineEvent, IntentOf, ValueOf, ValueType } from './records/record.ts'
