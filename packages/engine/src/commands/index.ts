import { activateJobs } from './activate-jobs.ts'
import { broadcastSignal } from './broadcast-signal.ts'
import { cancelProcessInstance } from './cancel-process-instance.ts'
import { completeJob } from './complete-job.ts'
import { createProcessInstance } from './create-process-instance.ts'
import { deleteResource } from './delete-resource.ts'
import { deploy } from './deploy.ts'
import { recurJob, timeOutJob, triggerTimer } from './due.ts'
import { failJob } from './fail-job.ts'
import { expireMessage, publishMessage } from './publish-message.ts'
import { resolveIncident } from './resolve-incident.ts'
import { setVariables } from './set-variables.ts'
import { throwError } from './throw-error.ts'
import { updateJobRetries, updateJobTimeout } from './update-job.ts'
import { yieldJobs } from './yield-jobs.ts'

/** Everything that can be asked of the engine. */
export const commands = {
  activateJobs,
  broadcastSignal,
  cancelProcessInstance,
  completeJob,
  createProcessInstance,
  deleteResource,
  deploy,
  expireMessage,
  failJob,
  publishMessage,
  recurJob,
  resolveIncident,
  setVariables,
  throwError,
  timeOutJob,
  triggerTimer,
  updateJobRetries,
  updateJobTimeout,
  yieldJobs,
}

export type CommandName = keyof typeof commands
export type RequestOf<Name extends CommandName> = Parameters<(typeof commands)[Name]>[1]
export type ResponseOf<Name extends CommandName> = ReturnType<(typeof commands)[Name]>
