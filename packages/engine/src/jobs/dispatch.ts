import type { LivenessClock } from '@millrace/kernel'
import type { ActivateJobs, ActivatedJob } from '../commands/activate-jobs.ts'

interface Source {
  activate(request: ActivateJobs): Promise<readonly ActivatedJob[]>
  /** How many jobs of a type can be activated now. */
  waiting(type: string): number
}

/** A worker that jobs are pushed to as they come. */
export interface JobStream {
  readonly request: Omit<ActivateJobs, 'maxJobsToActivate'>
  /** How many jobs it takes now; 0 holds it back. */
  credits(): number
  push(jobs: readonly ActivatedJob[]): void
}

interface Poll {
  readonly request: ActivateJobs
  readonly answer: (jobs: readonly ActivatedJob[]) => void
}

interface Consumers {
  readonly polls: Poll[]
  readonly streams: JobStream[]
  busy: boolean
}

/** Hands out jobs as they become available: to streams in turn first, then to those who asked first. */
export class JobDispatch {
  readonly #clock: LivenessClock
  readonly #source: Source
  readonly #consumers = new Map<string, Consumers>()

  constructor(clock: LivenessClock, source: Source) {
    this.#clock = clock
    this.#source = source
  }

  /** Jobs for a worker: at once when there are any, else as soon as some come within `waitMs`; then none. */
  async poll(request: ActivateJobs, waitMs: number, signal?: AbortSignal): Promise<readonly ActivatedJob[]> {
    const queued = this.#consumers.get(request.type)?.polls.length ?? 0
    // Those who wait already come first; but a request that is wrong is refused at once.
    const jobs = queued > 0 && request.maxJobsToActivate > 0 && waitMs > 0 ? [] : await this.#source.activate(request)
    if (jobs.length > 0 || waitMs <= 0 || request.maxJobsToActivate < 1 || signal?.aborted === true) return jobs
    return new Promise((resolve) => this.#wait(request, waitMs, resolve, signal))
  }

  #wait(
    request: ActivateJobs,
    waitMs: number,
    resolve: (jobs: readonly ActivatedJob[]) => void,
    signal: AbortSignal | undefined,
  ): void {
    const consumers = this.#of(request.type)
    const answer = (found: readonly ActivatedJob[]): void => {
      timer.cancel()
      const place = consumers.polls.indexOf(poll)
      if (place >= 0) consumers.polls.splice(place, 1)
      this.#tidy(request.type)
      resolve(found)
    }
    const poll: Poll = { request, answer }
    const timer = this.#clock.timerIn(waitMs, () => answer([]))
    consumers.polls.push(poll)
    signal?.addEventListener('abort', () => answer([]), { once: true })
    this.offer(request.type)
  }

  /** Adds a stream; gives what takes it away. Call `offer` when its credits have grown. */
  stream(stream: JobStream): () => void {
    const { type } = stream.request
    this.#of(type).streams.push(stream)
    this.offer(type)
    return () => {
      const streams = this.#consumers.get(type)?.streams ?? []
      const place = streams.indexOf(stream)
      if (place >= 0) streams.splice(place, 1)
      this.#tidy(type)
    }
  }

  /** There may be jobs of this type now. */
  offer(type: string): void {
    const consumers = this.#consumers.get(type)
    if (consumers === undefined || consumers.busy || this.#source.waiting(type) === 0) return
    consumers.busy = true
    this.#serve(type, consumers)
      .catch(() => undefined)
      .finally(() => {
        consumers.busy = false
        this.#tidy(type)
        if (this.#canServe(consumers) && this.#source.waiting(type) > 0) this.offer(type)
      })
  }

  close(): void {
    const waiting = [...this.#consumers.values()].flatMap(({ polls }) => polls)
    for (const poll of waiting) poll.answer([])
    this.#consumers.clear()
  }

  #canServe({ polls, streams }: Consumers): boolean {
    return polls.length > 0 || streams.some((stream) => stream.credits() > 0)
  }

  async #serve(type: string, consumers: Consumers): Promise<void> {
    while (this.#source.waiting(type) > 0) {
      const stream = consumers.streams.find((candidate) => candidate.credits() > 0)
      if (stream !== undefined) await this.#serveStream(stream, consumers)
      else if (!(await this.#servePoll(consumers))) return
    }
  }

  /** The stream goes to the end of the row, so that each gets its share. */
  async #serveStream(stream: JobStream, { streams }: Consumers): Promise<void> {
    streams.splice(streams.indexOf(stream), 1)
    streams.push(stream)
    const share = Math.max(1, Math.ceil(this.#source.waiting(stream.request.type) / streams.length))
    const maxJobsToActivate = Math.min(stream.credits(), share)
    stream.push(await this.#source.activate({ ...stream.request, maxJobsToActivate }))
  }

  async #servePoll({ polls }: Consumers): Promise<boolean> {
    const poll = polls.shift()
    if (poll === undefined) return false
    const jobs = await this.#source.activate(poll.request)
    if (jobs.length > 0) poll.answer(jobs)
    // Jobs of another tenant only: the request waits on, and comes first again.
    else polls.unshift(poll)
    return jobs.length > 0
  }

  #of(type: string): Consumers {
    const found = this.#consumers.get(type) ?? { polls: [], streams: [], busy: false }
    this.#consumers.set(type, found)
    return found
  }

  #tidy(type: string): void {
    const found = this.#consumers.get(type)
    if (found?.polls.length === 0 && found.streams.length === 0 && !found.busy) this.#consumers.delete(type)
  }
}
