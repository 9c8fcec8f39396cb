/** @packageDocumentation */

// The client
export { connectZeebe, type ZeebeClient } from './connect.ts'
export { zeebeSettings, type ZeebeCredentials, type ZeebeSettings } from './settings.ts'
export type {
  DeployedProcess,
  NewInstance,
  OutgoingMessage,
  ProcessInstance,
  ProcessResult,
  ZeebeCommands,
  ZeebeResource,
} from './commands.ts'

// Jobs
export type { Job, JobOutcome } from './job.ts'
export type { JobHandler, JobWorker, WorkerOptions } from './worker.ts'
export type { Variables } from './variables.ts'

// Failures
export { hasStatus } from './status.ts'
