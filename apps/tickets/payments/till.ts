import type { ServicePorts } from '@millrace/kernel'
import { Deadlines } from '../deadlines.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Work } from '../work.ts'
import { answered, expire } from './decide.ts'
import type { PaymentsModel } from './model.ts'
import type { PaymentState } from './payment.ts'

/** Does for each payment what its time brings: the bank's answer, or its end. */
export class Till {
  readonly #model: PaymentsModel
  readonly #ledger: Ledger
  readonly #deadlines: Deadlines

  constructor(model: PaymentsModel, ledger: Ledger, ports: ServicePorts, work: Work) {
    this.#model = model
    this.#ledger = ledger
    this.#deadlines = new Deadlines(ports, work, (reservationId) => {
      const payment = model.payments.get(reservationId)
      if (payment !== undefined) this.#watch(payment)
    })
  }

  /** Takes up what a restart interrupted, and follows every change from now on. */
  start(): void {
    for (const payment of this.#model.payments.values()) this.#watch(payment)
    this.#model.onPayment = (payment) => this.#watch(payment)
  }

  stop(): void {
    this.#deadlines.stop()
  }

  #watch({ reservationId, status, verdict, expiresAt }: PaymentState): void {
    this.#deadlines.clear(reservationId)
    if (!['awaiting', 'processing', 'declined'].includes(status)) return
    const at = verdict === undefined ? expiresAt : Math.min(verdict.at, expiresAt)
    this.#deadlines.at(reservationId, at, () =>
      this.#ledger.change((now) => {
        const verdictDue = verdict !== undefined && verdict.at <= now
        return verdictDue ? answered(this.#model, reservationId, now) : expire(this.#model, reservationId, now)
      }),
    )
  }
}
