import { Fault, type LivenessClock, type LogPort } from '@millrace/kernel'

/** What was asked for when the fault was met. */
export interface Asked {
  readonly topic: string
  readonly partition: number
}

/** The same thing is said again after this much time. */
const AGAIN_MS = 10_000
/** Things that are remembered to have been said. */
const REMEMBERED_COUNT = 1000

/**
 * Says in the log why a client is told KAFKA_STORAGE_ERROR, which by itself tells nobody anything: a line for each
 * fault and partition, again when it goes on.
 */
export class FaultReport {
  readonly #log: Pick<LogPort, 'error'>
  readonly #liveness: Pick<LivenessClock, 'now'>
  readonly #said = new Map<string, number>()

  constructor(log: Pick<LogPort, 'error'>, liveness: Pick<LivenessClock, 'now'>) {
    this.#log = log
    this.#liveness = liveness
  }

  /** Refusals are the client's own business, and nothing is said. */
  tell(thrown: unknown, { topic, partition }: Asked): void {
    if (!(thrown instanceof Fault)) return
    const now = this.#liveness.now()
    const key = `${topic}-${partition} ${thrown.code}`
    const before = this.#said.get(key)
    if (before !== undefined && now - before < AGAIN_MS) return
    if (this.#said.size >= REMEMBERED_COUNT) this.#said.clear()
    this.#said.set(key, now)
    this.#log.error({ topic, partition, code: thrown.code }, `a client is told of a storage error: ${thrown.message}`)
  }
}
