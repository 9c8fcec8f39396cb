import { invariant } from '@millrace/kernel'
import type { Model, Put } from '../ledger/change.ts'
import type { PaymentState } from './payment.ts'

export const tables = { payments: 'payments' } as const

/** Payments in memory: a function of their rows. */
export class PaymentsModel implements Model {
  readonly payments = new Map<string, PaymentState>()
  /** Hears of every payment that changes. */
  onPayment: ((payment: PaymentState) => void) | undefined
  numbers = 0

  apply({ table, key, value }: Put): void {
    invariant(table === tables.payments, 'payments has one table', table)
    if (value === undefined) {
      this.payments.delete(key)
      return
    }
    const payment = value as PaymentState
    this.payments.set(key, payment)
    this.numbers = Math.max(this.numbers, payment.number)
    this.onPayment?.(payment)
  }
}
