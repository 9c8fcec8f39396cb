/** @packageDocumentation */

// Servers
export { httpServer, type HttpServerOptions } from './http-server.ts'
export { health, type Checks } from './health.ts'
export { metrics, type MetricsOptions } from './metrics.ts'
export { tracing } from './tracing.ts'

// Problem details
export { Problem, problem, sendProblem, wrongFields, type FieldError, type ProblemDetails } from './problem.ts'
export { problemDetails, type RefusalStatus } from './problem-details.ts'
export { checked } from './checked-body.ts'

// Idempotency-Key
export { idempotencyKey } from './idempotency-key.ts'
export {
  idempotency,
  type IdempotencyOptions,
  type IdempotencyStore,
  type KnownKey,
  type StoredAnswer,
} from './idempotency.ts'
export { memoryIdempotency, type MemoryIdempotencyOptions } from './memory-idempotency.ts'

// Server-sent events
export { eventData } from '../clock/event-stream.ts'

// Lists
export { type Page, type PageQuery, type Place, page, textOf } from './page.ts'

// Pages
export { LiveStreams } from './live-streams.ts'
export { sameSite } from './same-site.ts'
