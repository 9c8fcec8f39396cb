import type { ServicePorts } from '@millrace/kernel'
import { Deadlines } from '../deadlines.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Work } from '../work.ts'
import type { TicketsModel } from './model.ts'
import type { Order } from './order.ts'
import { declined, issue, paid, release, remind } from './pay.ts'
import type { Payments } from './payments-client.ts'

const TRANSFER_POLL_MS = 600_000

export interface HoldKeeperOptions {
  readonly model: TicketsModel
  readonly ledger: Ledger
  readonly ports: ServicePorts
  readonly work: Work
  readonly payments: Payments
  readonly settings: { readonly reminderMs: number; readonly pollMs: number }
}

/** Does for each order what its time brings: reminds, ends holds, asks after payments, issues what is paid. */
export class HoldKeeper {
  readonly #options: HoldKeeperOptions
  readonly #deadlines: Deadlines
  /** Payments that the payments service is known to have. */
  readonly #begun = new Set<string>()

  constructor(options: HoldKeeperOptions) {
    this.#options = options
    this.#deadlines = new Deadlines(options.ports, options.work, (reservationId) => {
      const order = options.model.orders.get(reservationId)
      if (order !== undefined) this.watch(order)
    })
  }

  /** Takes up what a restart interrupted, and follows every change from now on. */
  start(): void {
    const { model } = this.#options
    for (const order of model.orders.values()) this.watch(order)
    model.onOrder = (order) => this.watch(order)
  }

  stop(): void {
    this.#deadlines.stop()
  }

  watch(order: Order): void {
    const { reservationId, status } = order
    this.#deadlines.clear(reservationId)
    if (status !== 'paying') this.#begun.delete(reservationId)
    if (this.#deadlines.stopped) return
    const { ledger, model } = this.#options
    if (status === 'held') {
      const at = Math.min(this.#reminderOf(order), order.expiresAt)
      this.#deadlines.at(reservationId, at, () => this.#hold(reservationId))
    }
    if (status === 'paying') this.#poll(order)
    if (status === 'paid') {
      this.#deadlines.now(reservationId, () => ledger.change((now) => issue(model, reservationId, now)))
    }
  }

  /** What the payments service says becomes the order's. */
  async settle(
    reservationId: string,
    said: { status: string; reason?: string | undefined; attempts?: number },
  ): Promise<void> {
    const { ledger, model } = this.#options
    const { status, reason = 'declined', attempts = 1 } = said
    if (status === 'authorized') await ledger.change((now) => paid(model, reservationId, now))
    if (status === 'declined') {
      await ledger.change((now) => declined(model, { reservationId, reason, attempt: attempts }, now))
    }
  }

  #now(): number {
    return this.#options.ports.clocks.domain.now()
  }

  #reminderOf({ heldAt, reminders, expiresAt }: Order): number {
    const at = heldAt + (reminders + 1) * this.#options.settings.reminderMs
    // At its end a hold is not reminded of, it ends.
    return at < expiresAt ? at : expiresAt
  }

  #hold(reservationId: string): Promise<unknown> {
    const { ledger, model } = this.#options
    return ledger.change((now) => {
      const order = model.orders.get(reservationId)
      const over = order !== undefined && order.expiresAt <= now
      return over
        ? release(model, reservationId, 'expired', 'not paid in time', now)
        : remind(model, reservationId, now)
    })
  }

  #poll({ reservationId, expiresAt, method }: Order): void {
    const { pollMs } = this.#options.settings
    // A transfer takes hours: once it is begun its news come by callback, and it is only now and then asked after.
    const seldom = method === 'transfer' && this.#begun.has(reservationId)
    const next = Math.min(expiresAt, this.#now() + (seldom ? Math.max(pollMs, TRANSFER_POLL_MS) : pollMs))
    this.#deadlines.at(reservationId, next, () => this.#reconcile(reservationId))
  }

  /** The payment may have come about without anybody saying so; and when nobody began it, it is begun. */
  async #reconcile(reservationId: string): Promise<void> {
    const { model, payments, ledger } = this.#options
    try {
      const payment = await payments.status(reservationId)
      const order = model.orders.get(reservationId)
      if (payment !== undefined) await this.settle(reservationId, payment)
      else if (order?.status === 'paying') await payments.start(order)
      this.#begun.add(reservationId)
    } finally {
      const order = model.orders.get(reservationId)
      if (order?.status === 'paying' && order.expiresAt <= this.#now()) {
        await ledger.change((now) => release(model, reservationId, 'expired', 'not paid in time', now))
      } else if (order?.status === 'paying' && !this.#deadlines.has(reservationId)) this.watch(order)
    }
  }
}
