import type { SqlGateway } from '@millrace/client/sql'
import { type Clocks, Fault, type LogPort, messageOf, pause } from '@millrace/kernel'
import { JOB, type Submitted } from './submit.ts'

const FIRST_RETRY_MS = 250
const MOST_RETRY_MS = 5000
const LOOK_EVERY_MS = 10_000

export interface KeeperOptions {
  readonly sql: SqlGateway
  readonly clocks: Clocks
  readonly log: LogPort
  /** Whether this instance is the one that submits. */
  readonly isMine: () => boolean
  readonly submit: (sql: SqlGateway) => Promise<Submitted>
}

/** Keeps the statements submitted: at the start, when the gateway was away, and when the job is gone. */
export class StatementKeeper {
  readonly #options: KeeperOptions
  readonly #stop = new AbortController()
  readonly #done: Promise<void>
  #trouble: string | undefined = 'the statements are not submitted yet'

  constructor(options: KeeperOptions) {
    this.#options = options
    this.#done = this.#run()
  }

  /** Undefined when the statements run, as far as this instance knows. */
  get trouble(): string | undefined {
    return this.#options.isMine() ? this.#trouble : undefined
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Fault('CLOSED', 'the service is stopped'))
    await this.#done
  }

  async #run(): Promise<void> {
    const { clocks, isMine } = this.#options
    const { signal } = this.#stop
    let failures = 0
    while (!signal.aborted) {
      if (isMine()) failures = (await this.#once()) ? 0 : failures + 1
      const isWaiting = !isMine() || failures > 0
      const wait = isWaiting ? Math.min(MOST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures, 10)) : LOOK_EVERY_MS
      await pause(clocks.liveness, wait, signal).catch(() => undefined)
    }
  }

  async #once(): Promise<boolean> {
    const { sql, log, submit } = this.#options
    try {
      const outcome = await submit(sql)
      if (typeof outcome === 'object')
        throw new Fault(
          'JOB_STOPPED',
          `the job ${JOB} is ${outcome.stopped}: resume it, or drop it to have it submitted`,
        )
      if (this.#trouble !== undefined || outcome === 'submitted')
        log.info({ gateway: sql.url, outcome }, 'the statements behind pizza-status run')
      this.#trouble = undefined
      return true
    } catch (error) {
      const reason = messageOf(error)
      if (reason !== this.#trouble)
        log.warn({ gateway: sql.url, reason }, 'the statements are not submitted yet, and are tried again')
      this.#trouble = reason
      return false
    }
  }
}
