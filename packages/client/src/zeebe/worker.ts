import { type LogPort, type ServicePorts, messageOf, pause } from '@millrace/kernel'
import { backoffMs } from '../kafka/backoff.ts'
import type { Gateway, Message } from './gateway.ts'
import { type Job, type JobOutcome, readJob } from './job.ts'
import type { ZeebeSettings } from './settings.ts'
import { hasStatus } from './status.ts'

/** Works one job. What it throws fails the job with one retry less. `signal` aborts when the job's time is over. */
export type JobHandler = (job: Job, signal: AbortSignal) => Promise<JobOutcome>

export interface WorkerOptions {
  /** Jobs at a time; 32 by default. */
  readonly concurrency?: number
  /** How long a job is this worker's, ms; 60,000 by default. */
  readonly timeoutMs?: number
  /** All visible variables without it. */
  readonly fetchVariables?: readonly string[]
  /** Wait before a job that threw is given out again; 1,000 ms by default. */
  readonly retryBackoffMs?: number
}

export interface JobWorker {
  /** Takes no more jobs, resolves when those in hand are reported. Safe to call twice. */
  stop(): Promise<void>
}

export interface WorkerContext {
  readonly gateway: Gateway
  readonly settings: ZeebeSettings
  readonly ports: ServicePorts
}

const LONG_POLL_MS = 20_000
const GRACE_MS = 5000
const REPORT_ATTEMPTS = 8
const BACKOFF = { firstMs: 50, mostMs: 2000 }
const MESSAGE_CHARS_MOST = 2000

/**
 * Takes jobs of one type by long polling, as many as it has room for, works them side by side and reports what became of
 * them. At-least-once: a job whose report is lost is given out again, so handlers are idempotent by the job's key.
 */
export function startWorker(
  { gateway, settings, ports }: WorkerContext,
  type: string,
  handler: JobHandler,
  options: WorkerOptions = {},
): JobWorker {
  const { concurrency = 32, timeoutMs = 60_000, retryBackoffMs = 1000 } = options
  const { clocks, random, log } = ports
  const stopping = new AbortController()
  const inHand = new Set<Promise<void>>()
  const request = (room: number): Message => ({
    type,
    worker: settings.worker,
    timeout: String(timeoutMs),
    maxJobsToActivate: room,
    fetchVariable: options.fetchVariables ?? [],
    requestTimeout: String(LONG_POLL_MS),
    tenantIds: settings.tenantId === '' ? [] : [settings.tenantId],
  })
  const poll = async (): Promise<Job[]> => {
    const room = concurrency - inHand.size
    const answers = await gateway.stream('ActivateJobs', request(room), LONG_POLL_MS + GRACE_MS, stopping.signal)
    return answers.flatMap((answer) => (answer['jobs'] as Message[]).map(readJob))
  }
  const work = async (job: Job): Promise<void> => {
    const outcome = await attempt(handler, job, { timeoutMs, retryBackoffMs, log })
    if (outcome.kind === 'left') return
    await report({ gateway, settings, ports }, job, outcome)
  }
  const run = async (): Promise<void> => {
    let failures = 0
    while (!stopping.signal.aborted) {
      try {
        if (inHand.size >= concurrency) await Promise.race(inHand)
        for (const job of await poll()) {
          const working: Promise<void> = work(job).finally(() => inHand.delete(working))
          inHand.add(working)
        }
        failures = 0
      } catch (error) {
        if (stopping.signal.aborted) return
        // The end of a long poll without jobs is the ordinary case.
        if (hasStatus(error, 'DEADLINE_EXCEEDED')) continue
        failures++
        if (failures === 1) log.warn({ type, reason: messageOf(error) }, 'no jobs can be taken; trying again')
        await pause(clocks.liveness, backoffMs(BACKOFF, failures, random), stopping.signal).catch(() => undefined)
      }
    }
  }
  const running = run()
  return {
    stop: async () => {
      stopping.abort()
      await running
      await Promise.all(inHand)
    },
  }
}

async function attempt(
  handler: JobHandler,
  job: Job,
  { timeoutMs, retryBackoffMs, log }: { timeoutMs: number; retryBackoffMs: number; log: LogPort },
): Promise<JobOutcome> {
  try {
    return await handler(job, AbortSignal.timeout(timeoutMs))
  } catch (error) {
    log.warn({ type: job.type, job: job.key, reason: messageOf(error) }, 'a job failed')
    const retries = Math.max(0, job.retries - 1)
    return { kind: 'failed', retries, message: messageOf(error), backoffMs: retryBackoffMs }
  }
}

type Reported = Exclude<JobOutcome, { readonly kind: 'left' }>

/** Tries again while the gateway is away; a job that is no longer there was reported by somebody before. */
async function report({ gateway, ports }: WorkerContext, job: Job, outcome: Reported): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await gateway.call(...reportCall(job, outcome))
      return
    } catch (error) {
      const fields = { type: job.type, job: job.key, outcome: outcome.kind, reason: messageOf(error) }
      if (hasStatus(error, 'NOT_FOUND', 'FAILED_PRECONDITION')) {
        ports.log.info(fields, 'the job was settled before')
        return
      }
      if (tries === REPORT_ATTEMPTS || hasStatus(error, 'INVALID_ARGUMENT', 'UNAUTHENTICATED', 'PERMISSION_DENIED')) {
        ports.log.error(fields, 'the outcome of a job could not be reported; it will be given out again')
        return
      }
      await pause(ports.clocks.liveness, backoffMs(BACKOFF, tries, ports.random))
    }
  }
}

function reportCall({ key: jobKey }: Job, outcome: Reported): Parameters<Gateway['call']> {
  switch (outcome.kind) {
    case 'completed':
      return ['CompleteJob', { jobKey, variables: JSON.stringify(outcome.variables ?? {}) }]
    case 'failed': {
      const { retries, message, backoffMs: wait = 0, variables = {} } = outcome
      const errorMessage = message.slice(0, MESSAGE_CHARS_MOST)
      const retryBackOff = String(retries > 0 ? wait : 0)
      return ['FailJob', { jobKey, retries, errorMessage, retryBackOff, variables: JSON.stringify(variables) }]
    }
    case 'error': {
      const { code: errorCode, message: errorMessage, variables = {} } = outcome
      return ['ThrowError', { jobKey, errorCode, errorMessage, variables: JSON.stringify(variables) }]
    }
  }
}
