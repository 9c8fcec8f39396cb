// Messages: types and field tables, one file an API key
export type { Message } from './message.ts'

// Handlers: one file an API key
export { type Handle, type Handler, type HandlerOptions, type Versions, handler } from './handler.ts'
export { handlers } from './handlers/index.ts'
export type { Address, ConnectionInfo, RequestContext, RequestHeader, ServedApi } from './context.ts'
export { ERROR_CODES, type ErrorName, codeOf, codeOfThrown } from './error-codes.ts'

// The server
export {
  type KafkaServer,
  type KafkaServerOptions,
  type KafkaServerStats,
  startKafkaServer,
} from './server/listener.ts'
export { DEFAULT_LIMITS, type ServerLimits } from './server/limits.ts'
export type { Throttle } from './server/host.ts'
