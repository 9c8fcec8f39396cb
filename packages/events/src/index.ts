// Filters
export type { Filter, Matches } from './filters/filter.ts'
export { compileFilter, compileFilters } from './filters/index.ts'
export { compileAttributes } from './filters/attributes.ts'
export { type Explanation, explainFilters } from './filters/explain.ts'

// CESQL
export { type Cesql, type CesqlResult, compileCesql } from './cesql/cesql.ts'
export { CesqlParseError } from './cesql/parse-error.ts'
export type { CesqlError, CesqlErrorKind } from './cesql/frame.ts'

// Brokers and triggers
export { Events, type EventStanding, type EventsOptions } from './events.ts'
export type { StoredEvent } from './brokers/stored-event.ts'
export type { FailedDelivery } from './triggers/failures.ts'
export type { BrokerSpec, TriggerCounts, TriggerSpec, TriggerState } from './triggers/trigger.ts'
export type { DeliveryRecord } from './triggers/delivery-record.ts'
export type { Attempt } from './delivery/delivery.ts'
export type { EventType } from './brokers/event-types.ts'

// Delivery
export { DEFAULT_POLICY, type DeliveryPolicy } from './delivery/policy.ts'
export { durationMs } from './delivery/iso-duration.ts'
export type { OutgoingRequest, Send, SendResult } from './delivery/send.ts'
export { httpSender } from './delivery/http-sender.ts'
export { type NetworkGuard, networkGuard } from './delivery/network-guard.ts'
