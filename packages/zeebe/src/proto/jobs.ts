import { message } from './wire.ts'

/** Messages about jobs: numbers and names of gateway.proto. */
export const ActivateJobsRequest = message({
  type: [1, 'string'],
  worker: [2, 'string'],
  timeout: [3, 'int64'],
  maxJobsToActivate: [4, 'int32'],
  fetchVariable: [5, 'string', 'repeated'],
  requestTimeout: [6, 'int64'],
  tenantIds: [7, 'string', 'repeated'],
})
export const ActivatedJob = message({
  key: [1, 'int64'],
  type: [2, 'string'],
  processInstanceKey: [3, 'int64'],
  bpmnProcessId: [4, 'string'],
  processDefinitionVersion: [5, 'int32'],
  processDefinitionKey: [6, 'int64'],
  elementId: [7, 'string'],
  elementInstanceKey: [8, 'int64'],
  customHeaders: [9, 'string'],
  worker: [10, 'string'],
  retries: [11, 'int32'],
  deadline: [12, 'int64'],
  variables: [13, 'string'],
  tenantId: [14, 'string'],
})
export const ActivateJobsResponse = message({ jobs: [1, () => ActivatedJob, 'repeated'] })
export const StreamActivatedJobsRequest = message({
  type: [1, 'string'],
  worker: [2, 'string'],
  timeout: [3, 'int64'],
  fetchVariable: [5, 'string', 'repeated'],
  tenantIds: [6, 'string', 'repeated'],
})
export const CompleteJobRequest = message({ jobKey: [1, 'int64'], variables: [2, 'string'] })
export const FailJobRequest = message({
  jobKey: [1, 'int64'],
  retries: [2, 'int32'],
  errorMessage: [3, 'string'],
  retryBackOff: [4, 'int64'],
  variables: [5, 'string'],
})
export const ThrowErrorRequest = message({
  jobKey: [1, 'int64'],
  errorCode: [2, 'string'],
  errorMessage: [3, 'string'],
  variables: [4, 'string'],
})
export const UpdateJobRetriesRequest = message({ jobKey: [1, 'int64'], retries: [2, 'int32'] })
export const UpdateJobTimeoutRequest = message({ jobKey: [1, 'int64'], timeout: [2, 'int64'] })
