import type { DeliveryRecord } from './delivery-record.ts'

/** A delivery that did not reach its subscriber, and of which trigger. */
export interface FailedDelivery extends DeliveryRecord {
  readonly namespace: string
  readonly trigger: string
  readonly broker: string
}

/** Where failures are kept by key. */
export interface FailureKeeper {
  kept(prefix: string): readonly (readonly [string, unknown])[]
  keep(key: string, value: object): Promise<void>
  forget(key: string): Promise<void>
}

const PREFIX = 'failed/'
const KEPT_MOST = 1000

/**
 * What went to dead letter sinks, or nowhere: the last thousand, over restarts, so that somebody can look and deliver it
 * again. Events themselves lie in the broker's log.
 */
export class Failures {
  readonly #keeper: FailureKeeper
  readonly #failures = new Map<string, FailedDelivery>()

  constructor(keeper: FailureKeeper) {
    this.#keeper = keeper
    for (const [key, value] of keeper.kept(PREFIX)) this.#failures.set(key, value as FailedDelivery)
  }

  /** The newest first. */
  list(): FailedDelivery[] {
    return [...this.#failures.values()].toReversed()
  }

  /** Notes a failure, or that the event has arrived after all. Written in the background: it delays nothing. */
  async note(failure: FailedDelivery): Promise<void> {
    const key = keyOf(failure)
    const known = this.#failures.delete(key)
    if (failure.outcome === 'delivered') {
      if (known) await this.#keeper.forget(key)
      return
    }
    this.#failures.set(key, failure)
    await this.#keeper.keep(key, failure)
    const [oldest] = this.#failures.keys()
    if (this.#failures.size <= KEPT_MOST || oldest === undefined) return
    this.#failures.delete(oldest)
    await this.#keeper.forget(oldest)
  }
}

const keyOf = ({ namespace, trigger, partition, offset }: FailedDelivery): string =>
  `${PREFIX}${namespace}/${trigger}/${partition}/${offset}`
