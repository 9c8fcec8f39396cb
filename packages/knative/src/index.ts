// Ingress and API
export { type KnativeOptions, type KnativeServer, startKnative } from './start.ts'

// Resources
export { readDocuments } from './resources/document.ts'
export { readBroker } from './resources/broker.ts'
export { readTrigger } from './resources/trigger.ts'
