// Events
export { type AttributeValue, type CloudEvent, requiredText, textOf, withAttributes } from './event.ts'
export { newEvent } from './attributes/check.ts'
export { EventRefusal, type EventRefusalCode } from './event-refusal.ts'

// Bindings
export { type HttpEvents, type HttpMode, decodeHttp, modeOf } from './bindings/http.ts'
export { type HttpMessage, headerOf, headerPairs } from './bindings/http-message.ts'
export { decodeHttpBinary, encodeHttpBinary } from './bindings/http-binary.ts'
export { decodeHttpStructured, encodeHttpStructured } from './bindings/http-structured.ts'
export { decodeHttpBatch, encodeHttpBatch } from './bindings/http-batch.ts'
export { decodeJson, encodeJson } from './bindings/json-format.ts'
export { type KafkaMessage, decodeKafka, encodeKafkaBinary, encodeKafkaStructured } from './bindings/kafka.ts'

// Filters
export type { Filter, Matches } from './filters/filter.ts'
export { compileFilter, compileFilters } from './filters/index.ts'
export { compileAttributes } from './filters/attributes.ts'

// CESQL
export { type Cesql, type CesqlResult, compileCesql } from './cesql/cesql.ts'
export { CesqlParseError } from './cesql/parse-error.ts'
export type { CesqlError, CesqlErrorKind } from './cesql/frame.ts'
