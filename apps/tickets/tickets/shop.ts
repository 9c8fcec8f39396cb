import { Problem } from '@millrace/client/http'
import { currency, type Payment, type Reservation, type Stock, ticketsTypes } from '../contract/shop.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { TicketCodes } from './codes.ts'
import { tell } from './events.ts'
import type { EarlyPayments } from './early-payments.ts'
import type { Gate } from './gate.ts'
import type { TicketsModel } from './model.ts'
import { type Order, toWire } from './order.ts'
import { type PayRules, checkout, known, release } from './pay.ts'
import type { Payments } from './payments-client.ts'
import { type Reserve, type ReserveRules, reserve } from './reserve.ts'

export interface ShopParts {
  readonly model: TicketsModel
  readonly ledger: Ledger
  readonly gate: Gate
  readonly early: EarlyPayments
  readonly payments: Payments
  readonly rules: ReserveRules & PayRules
  readonly settle: (reservationId: string, said: Payment) => Promise<void>
}

type Reserving = Omit<Reserve, 'jti'>

/** The ticket shop's commands and answers, for routes of whatever kind. */
export class Shop {
  readonly #parts: ShopParts
  #codes: TicketCodes | undefined

  constructor(parts: ShopParts) {
    this.#parts = parts
  }

  get codes(): TicketCodes {
    return (this.#codes ??= new TicketCodes(this.#parts.model.key ?? { kid: '', privateKey: '' }))
  }

  /** The order with the codes of its tickets. */
  show(order: Order): Reservation {
    return toWire(order, (ticketId, ticketsType) => this.codes.codeOf(ticketId, ticketsType))
  }

  /** @throws Problem 401, 403, 409 */
  async reserve(command: Reserving, token: string | undefined): Promise<{ reservation: Reservation; made: boolean }> {
    const { model, ledger, gate, early, rules } = this.#parts
    const { sessionId, reservationId, announced } = command
    // What was reserved stays so when it is asked for again, also when its admission has ended.
    const isKnown = model.orders.has(reservationId)
    try {
      const jti = isKnown ? undefined : await this.#admission(sessionId, token, announced)
      const { order, made } = await ledger.change((now) => reserve(model, { ...command, jti }, rules, now))
      early.arrived(reservationId)
      return { reservation: this.show(order), made }
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const { code = 'REFUSED', detail } = error.details
      if (error.details.status === 409) gate.count(code)
      if (announced) {
        early.refused(reservationId)
        await this.#tellRefusal(command, detail)
      }
      throw error
    }
  }

  /**
   * Begins the payment; `payment` is not there when payments does not answer yet: it is begun as soon as it does.
   *
   * @throws Problem 404, 409, 410; Fault PAYMENTS_AWAY when a card could not be passed on: give it again
   */
  async checkout(
    command: { readonly sessionId: string; readonly reservationId: string; readonly announced: boolean },
    card?: { readonly number: string },
  ): Promise<{ reservation: Reservation; payment?: Payment }> {
    const { model, ledger, payments, rules } = this.#parts
    const order = await ledger.change((now) => checkout(model, command, rules, now))
    const begun = payments.start(order, card)
    // A card is nowhere kept: whoever gave it must know that it was not passed on. Without one the payment begins by itself.
    const payment = card === undefined ? await begun.catch(() => undefined) : await begun
    const now = model.orders.get(order.reservationId) ?? order
    return { reservation: this.show(now), ...(payment !== undefined && { payment }) }
  }

  /** What payments says of a reservation becomes its state. */
  async askPayments(sessionId: string, reservationId: string): Promise<{ status: string }> {
    const { model, payments, settle } = this.#parts
    known(model, reservationId, sessionId)
    const payment = await payments.status(reservationId)
    if (payment !== undefined) await settle(reservationId, payment)
    return { status: known(model, reservationId, sessionId).status }
  }

  async cancel(sessionId: string, reservationId: string): Promise<Reservation> {
    const { model, ledger } = this.#parts
    const order = await ledger.change((now) => {
      known(model, reservationId, sessionId)
      return release(model, reservationId, 'cancelled', 'cancelled by the customer', now)
    })
    return this.show(order ?? known(model, reservationId, sessionId))
  }

  /** Gives up what somebody holds who has left; what they are paying for stays. */
  async cleanUp(sessionId: string): Promise<number> {
    const { model, ledger } = this.#parts
    const held = model.ordersOf(sessionId).filter(({ status }) => status === 'held')
    for (const { reservationId } of held) {
      await ledger.change((now) =>
        model.orders.get(reservationId)?.status === 'held'
          ? release(model, reservationId, 'cancelled', 'the customer has left', now)
          : { answer: undefined },
      )
    }
    return held.length
  }

  stock(): Stock {
    const { model, gate } = this.#parts
    const types = ticketsTypes.map((type) => model.stockOf(type))
    const sum = (field: 'capacity' | 'available' | 'held' | 'sold'): number =>
      types.reduce((total, type) => total + type[field], 0)
    const [available, held] = [sum('available'), sum('held')]
    return {
      currency,
      capacity: sum('capacity'),
      available,
      held,
      sold: sum('sold'),
      openReservations: model.open,
      soldOut: available > 0 ? 'no' : held > 0 ? 'held' : 'final',
      types,
      refused: gate.refused,
    }
  }

  #admission(sessionId: string, token: string | undefined, announced: boolean): Promise<string> {
    const { gate } = this.#parts
    return announced && token === undefined ? gate.admitBySession(sessionId) : gate.admit(sessionId, token)
  }

  /** Whoever said by an event that they reserve hears by one that they did not. */
  async #tellRefusal({ sessionId, reservationId }: Reserving, text: string): Promise<void> {
    const note = { sessionId, reservationId, kind: 'refused', text }
    await this.#parts.ledger.change((now) => ({
      tell: [tell('Notifications.Requested', `${reservationId}-refused`, note, now)],
      answer: undefined,
    }))
  }
}
