import { activateJobs } from './activate-jobs.ts'
import { broadcastSignal } from './broadcast-signal.ts'
import { cancelProcessInstance } from './cancel-process-instance.ts'
import { completeJob } from './complete-job.ts'
import { createProcessInstanceWithResult } from './create-process-instance-with-result.ts'
import { createProcessInstance } from './create-process-instance.ts'
import { deleteResource } from './delete-resource.ts'
import { deployProcess } from './deploy-process.ts'
import { deployResource } from './deploy-resource.ts'
import { failJob } from './fail-job.ts'
import { evaluateConditional, evaluateDecision, migrateProcessInstance, modifyProcessInstance } from './not-yet.ts'
import { publishMessage } from './publish-message.ts'
import { resolveIncident } from './resolve-incident.ts'
import { setVariables } from './set-variables.ts'
import { streamActivatedJobs } from './stream-activated-jobs.ts'
import { throwError } from './throw-error.ts'
import { topology } from './topology.ts'
import { updateJobRetries } from './update-job-retries.ts'
import { updateJobTimeout } from './update-job-timeout.ts'

/** The calls of gateway_protocol.Gateway, by name. */
export const rpcs = {
  ActivateJobs: activateJobs,
  StreamActivatedJobs: streamActivatedJobs,
  CancelProcessInstance: cancelProcessInstance,
  CompleteJob: completeJob,
  CreateProcessInstance: createProcessInstance,
  CreateProcessInstanceWithResult: createProcessInstanceWithResult,
  EvaluateDecision: evaluateDecision,
  EvaluateConditional: evaluateConditional,
  DeployProcess: deployProcess,
  DeployResource: deployResource,
  FailJob: failJob,
  ThrowError: throwError,
  PublishMessage: publishMessage,
  ResolveIncident: resolveIncident,
  SetVariables: setVariables,
  Topology: topology,
  UpdateJobRetries: updateJobRetries,
  UpdateJobTimeout: updateJobTimeout,
  ModifyProcessInstance: modifyProcessInstance,
  MigrateProcessInstance: migrateProcessInstance,
  DeleteResource: deleteResource,
  BroadcastSignal: broadcastSignal,
}
