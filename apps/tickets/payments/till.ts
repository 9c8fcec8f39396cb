import type { ServicePorts, Timer } from '@millrace/kernel'
import type { Ledger } from '../ledger/ledger.ts'
import type { Work } from '../work.ts'
import { answered, expire } from './decide.ts'
import type { PaymentsModel } from './model.ts'
import type { PaymentState } from './payment.ts'

/** Does for each payment what its time brings: the bank's answer, or its end. */
export class Till {
  readonly #model: PaymentsModel
  readonly #ledger: Ledger
  readonly #ports: ServicePorts
  readonly #work: Work
  readonly #timers = new Map<string, Timer>()
  #stopped = false

  constructor(model: PaymentsModel, ledger: Ledger, ports: ServicePorts, work: Work) {
    this.#model = model
    this.#ledger = ledger
    this.#ports = ports
    this.#work = work
  }

  /** Takes up what a restart interrupted, and follows every change from now on. */
  start(): void {
    for (const payment of this.#model.payments.values()) this.#watch(payment)
    this.#model.onPayment = (payment) => this.#watch(payment)
  }

  stop(): void {
    this.#stopped = true
    for (const timer of this.#timers.values()) timer.cancel()
  }

  #watch({ reservationId, status, verdict, expiresAt }: PaymentState): void {
    this.#timers.get(reservationId)?.cancel()
    this.#timers.delete(reservationId)
    if (this.#stopped || !['awaiting', 'processing', 'declined'].includes(status)) return
    const at = verdict === undefined ? expiresAt : Math.min(verdict.at, expiresAt)
    const timer = this.#ports.clocks.domain.timerAt(at, () => {
      const over = this.#ledger.change((now) => {
        const verdictDue = verdict !== undefined && verdict.at <= now
        return verdictDue ? answered(this.#model, reservationId, now) : expire(this.#model, reservationId, now)
      })
      this.#work.track(
        over.catch((error: unknown) => this.#ports.log.error({ reason: String(error) }, 'a payment waits')),
      )
    })
    this.#timers.set(reservationId, timer)
  }
}
