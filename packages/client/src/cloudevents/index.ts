/** @packageDocumentation */

// Telling
export { eventSender, type EventSender } from './sender.ts'
export { jsonEvent, type JsonEvent } from './json-event.ts'

// Hearing
export { receiveEvents, type EventRoute, type PlainReply } from './receiver.ts'
export { jsonData } from './json-data.ts'
