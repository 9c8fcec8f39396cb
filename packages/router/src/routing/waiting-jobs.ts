import { hasStatus } from '@millrace/client/zeebe'
import { messageOf, pause } from '@millrace/kernel'
import { WAIT_MS } from './cloud-events-job.ts'
import type { Routing } from './routing.ts'

const EVERY_MS = 600_000
const AT_ONCE = 500

/**
 * Goes through the jobs that wait, every ten minutes, and asks for more time for each: a job whose instance was cancelled,
 * or went on without it, is found out, and no longer listed.
 */
export function watchWaitingJobs(routing: Routing): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await pause(routing.ports.clocks.liveness, EVERY_MS, stopping.signal).catch(() => undefined)
      await askForAll(routing, stopping.signal)
    }
  }
  const running = run()
  return {
    stop: () => {
      stopping.abort()
      return running
    },
  }
}

/** One round. An engine that is away ends it: the next one asks again. */
export async function askForAll({ zeebe, store, ports }: Routing, signal: AbortSignal): Promise<void> {
  let last: string | undefined
  while (!signal.aborted) {
    const jobs = store.jobs.waitingAfter(last, AT_ONCE)
    for (const { jobKey } of jobs) {
      if (signal.aborted) return
      last = jobKey
      try {
        await zeebe.updateJobTimeout(jobKey, WAIT_MS)
      } catch (error) {
        if (hasStatus(error, 'NOT_FOUND')) store.jobs.settle(jobKey, 'gone', ports.clocks.domain.now())
        // It is between two workers: it comes back by itself.
        else if (!hasStatus(error, 'FAILED_PRECONDITION')) {
          ports.log.info({ job: jobKey, reason: messageOf(error) }, 'jobs that wait cannot be looked after now')
          return
        }
      }
    }
    if (jobs.length < AT_ONCE) return
  }
}
