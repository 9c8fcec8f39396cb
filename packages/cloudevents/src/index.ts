// Events
export { type AttributeValue, type CloudEvent, requiredText, textOf, withAttributes } from './event.ts'
export { newEvent } from './attributes/check.ts'
export { EventRefusal, type EventRefusalCode, refuseAttribute, refuseEvent } from './event-refusal.ts'

// Bindings
export { type HttpEvents, type HttpMode, decodeHttp, modeOf } from './bindings/http.ts'
export { type HttpMessage, headerOf, headerPairs } from './bindings/http-message.ts'
export { decodeHttpBinary, encodeHttpBinary, hasBinaryHeaders } from './bindings/http-binary.ts'
export { decodeHttpStructured, encodeHttpStructured } from './bindings/http-structured.ts'
export { decodeHttpBatch, encodeHttpBatch } from './bindings/http-batch.ts'
export { decodeJson, encodeJson } from './bindings/json-format.ts'
export { type KafkaMessage, decodeKafka, encodeKafkaBinary, encodeKafkaStructured } from './bindings/kafka.ts'

// Webhooks
export { faultOfSignature, signatureHeaders } from './webhook/signature.ts'
