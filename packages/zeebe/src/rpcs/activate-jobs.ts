import { readTenants } from '../documents/tenants.ts'
import { ActivateJobsRequest, ActivateJobsResponse } from '../proto/jobs.ts'
import { jobAnswer } from './job-answer.ts'
import { stream } from './rpc.ts'

/** How long a request waits that does not say. */
const LONG_POLL_MS = 10_000

/** ActivateJobs: jobs for a worker. Waits for some to come, unless `requestTimeout` is negative. */
export const activateJobs = stream({
  intent: 'ACTIVATE',
  request: ActivateJobsRequest,
  response: ActivateJobsResponse,
  handle: async (request, { engine }, { signal, send }) => {
    const { type, worker, timeout, maxJobsToActivate, fetchVariable, requestTimeout } = request
    const tenantIds = readTenants('ActivateJobs', request.tenantIds)
    const wanted = { type, worker, timeout, maxJobsToActivate, fetchVariables: fetchVariable, tenantIds }
    const jobs = await engine.jobs.poll(wanted, requestTimeout === 0 ? LONG_POLL_MS : requestTimeout, signal)
    // An empty answer too: zeebe-node's activateJobs waits for one.
    if (signal.aborted && jobs.length > 0) await engine.run('yieldJobs', { jobKeys: jobs.map(({ key }) => key) })
    else send({ jobs: jobs.map(jobAnswer) })
  },
})
