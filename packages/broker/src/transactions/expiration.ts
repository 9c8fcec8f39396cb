import { type Clocks, type LogPort, type Timer, messageOf } from '@millrace/kernel'
import type { TransactionJournal } from './journal.ts'
import type { TransactionRegistry } from './registry.ts'
import type { TransactionSettings } from './settings.ts'

export interface ExpirationPorts {
  readonly clocks: Clocks
  readonly log: Pick<LogPort, 'warn'>
  readonly journal: TransactionJournal
  readonly registry: TransactionRegistry
  readonly settings: TransactionSettings
}

/** Forgets transactional ids that nobody has used for long, in domain time. Open transactions stay. */
export class IdExpiration {
  readonly #ports: ExpirationPorts
  #timer: Timer | undefined

  constructor(ports: ExpirationPorts) {
    this.#ports = ports
    this.#schedule()
  }

  close(): void {
    this.#timer?.cancel()
  }

  /** One round, as the timer runs it. */
  run(): void {
    const { clocks, registry, settings, journal, log } = this.#ports
    const before = clocks.domain.now() - settings.idExpirationMs
    for (const { transaction } of registry.values()) {
      const { transactionalId, state, updatedAt } = transaction
      if (state === 'Ongoing' || updatedAt >= before) continue
      try {
        journal.write(transactionalId, undefined, undefined).durable.catch(() => undefined)
        registry.drop(transactionalId)
      } catch (thrown) {
        // The log takes nothing now: the next round finds the same.
        log.warn({ transactionalId, reason: messageOf(thrown) }, 'a transactional id was not expired')
        return
      }
    }
  }

  #schedule(): void {
    const { clocks, settings } = this.#ports
    this.#timer = clocks.domain.timerAt(clocks.domain.now() + settings.idExpirationIntervalMs, () => {
      this.run()
      this.#schedule()
    })
  }
}
