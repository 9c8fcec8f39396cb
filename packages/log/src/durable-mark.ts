import type { Clocks, Timer } from '@millrace/kernel'
import type { Lsn } from './contract.ts'

const MARK_AFTER_MS = 200

export interface DurableMarkPorts {
  readonly clocks: Clocks
  readonly lastLsn: () => Lsn
  readonly durableLsn: () => Lsn
  readonly isOpen: () => boolean
  /** Appends an empty frame and gives its number. */
  readonly append: () => Lsn
}

/**
 * An empty frame when nothing more comes: it says that the last ones were durable, so that damage to them cannot pass
 * for a torn tail.
 */
export class DurableMark {
  readonly #ports: DurableMarkPorts
  #timer: Timer | undefined
  #markLsn: Lsn = 0

  constructor(ports: DurableMarkPorts) {
    this.#ports = ports
  }

  /** Something has become durable. */
  whenIdle(): void {
    const { clocks, lastLsn, durableLsn, isOpen, append } = this.#ports
    if (this.#timer !== undefined || lastLsn() === this.#markLsn) return
    this.#timer = clocks.liveness.timerIn(MARK_AFTER_MS, () => {
      this.#timer = undefined
      if (isOpen() && durableLsn() === lastLsn()) this.#markLsn = append()
    })
  }

  cancel(): void {
    this.#timer?.cancel()
  }
}
