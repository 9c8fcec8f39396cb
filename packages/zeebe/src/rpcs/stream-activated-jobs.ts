import { status } from '@grpc/grpc-js'
import { readTenants } from '../documents/tenants.ts'
import { Failure } from '../failure.ts'
import { ActivatedJob, StreamActivatedJobsRequest } from '../proto/jobs.ts'
import { jobAnswer } from './job-answer.ts'
import { stream } from './rpc.ts'

/** Jobs that a client gets before it has taken those before. */
const JOBS_AHEAD = 32

/** StreamActivatedJobs: jobs are pushed as they come, as fast as the client takes them, until it goes away. */
export const streamActivatedJobs = stream({
  intent: 'ACTIVATE',
  request: StreamActivatedJobsRequest,
  response: ActivatedJob,
  handle: (request, { engine }, { signal, send, onDrain }) => {
    const { type, worker, timeout, fetchVariable } = request
    if (type.trim() === '')
      throw new Failure(status.INVALID_ARGUMENT, 'Expected stream type to be present, but it was blank')
    if (timeout < 1) {
      const text = `Expected stream timeout to be greater than zero, but it was '${timeout}'`
      throw new Failure(status.INVALID_ARGUMENT, text)
    }
    const tenantIds = readTenants('StreamActivatedJobs', request.tenantIds)
    let open = true
    onDrain(() => {
      open = true
      engine.jobs.offer(type)
    })
    const remove = engine.jobs.stream({
      request: { type, worker, timeout, fetchVariables: fetchVariable, tenantIds },
      credits: () => (open && !signal.aborted ? JOBS_AHEAD : 0),
      push: (jobs) => {
        if (signal.aborted) {
          engine.run('yieldJobs', { jobKeys: jobs.map(({ key }) => key) }).catch(() => undefined)
          return
        }
        for (const job of jobs) open = send(jobAnswer(job)) && open
      },
    })
    return new Promise<void>((resolve) => {
      signal.addEventListener(
        'abort',
        () => {
          remove()
          resolve()
        },
        { once: true },
      )
    })
  },
})
