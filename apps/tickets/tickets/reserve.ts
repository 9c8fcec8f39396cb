import { problem } from '@millrace/client/http'
import { TRANSFER_FROM, type TicketsType, ticketsTypes } from '../contract/shop.ts'
import type { Change, Put } from '../ledger/change.ts'
import { tell } from './events.ts'
import { type TicketsModel, tables } from './model.ts'
import { type Order, claimOf } from './order.ts'

export interface Reserve {
  readonly reservationId: string
  readonly sessionId: string
  readonly ticketsType: TicketsType
  readonly ticketsQuantity: number
  readonly jti: string | undefined
  /** An event that others heard too said it, so it is not told again. */
  readonly announced: boolean
}

export interface ReserveRules {
  readonly holdMs: number
  readonly perBuyer: number
}

export const orderRow = (order: Order): Put => ({ table: tables.orders, key: order.reservationId, value: order })

/**
 * Holds all of the tickets or none. The price is fixed here.
 *
 * @throws Problem 409 SOLD_OUT, ONE_AT_A_TIME, BUYER_LIMIT, RESERVATION_ID_USED
 */
export function reserve(
  model: TicketsModel,
  command: Reserve,
  { holdMs, perBuyer }: ReserveRules,
  now: number,
): Change<{ readonly order: Order; readonly made: boolean }> {
  const known = model.orders.get(command.reservationId)
  if (known !== undefined) return { answer: { order: sameOrder(known, command), made: false } }
  buyerMay(model, command, perBuyer)
  const { reservationId, sessionId, ticketsType, ticketsQuantity, jti } = command
  const stock = model.stockOf(ticketsType)
  if (stock.available < ticketsQuantity) throw soldOut(model, command, stock.available)
  const order: Order = {
    reservationId,
    sessionId,
    number: model.numbers + 1,
    ticketsType,
    ticketsQuantity,
    unitPrice: stock.price,
    status: 'held',
    method: ticketsQuantity >= TRANSFER_FROM ? 'transfer' : 'card',
    heldAt: now,
    expiresAt: now + holdMs,
    reminders: 0,
    declined: 0,
    ...(jti !== undefined && { jti }),
  }
  const event = tell('Tickets.Reserved', reservationId, { sessionId, reservationId, ticketsType, ticketsQuantity }, now)
  return { puts: [orderRow(order)], tell: command.announced ? [] : [event], answer: { order, made: true } }
}

function sameOrder(known: Order, { sessionId, ticketsType, ticketsQuantity }: Reserve): Order {
  const same =
    known.sessionId === sessionId && known.ticketsType === ticketsType && known.ticketsQuantity === ticketsQuantity
  if (same) return known
  throw conflict('RESERVATION_ID_USED', 'this reservationId was used for other tickets: choose a new one')
}

function buyerMay(model: TicketsModel, { sessionId, ticketsQuantity }: Reserve, perBuyer: number): void {
  const orders = model.ordersOf(sessionId)
  const open = orders.find((order) => claimOf(order) === 'held')
  if (open !== undefined) {
    const text = `this session holds ${open.reservationId}: pay or cancel that first`
    throw conflict('ONE_AT_A_TIME', text, { reservationId: open.reservationId })
  }
  const bought = orders.reduce((sum, order) => sum + (claimOf(order) === 'sold' ? order.ticketsQuantity : 0), 0)
  if (bought + ticketsQuantity <= perBuyer) return
  throw conflict('BUYER_LIMIT', `at most ${perBuyer} tickets for each buyer, ${bought} are bought`, {
    perBuyer,
    bought,
  })
}

function soldOut(model: TicketsModel, { ticketsType, ticketsQuantity }: Reserve, available: number) {
  const { held } = model.stockOf(ticketsType)
  const others = ticketsTypes.filter((type) => model.stockOf(type).available >= ticketsQuantity)
  const final = held === 0 && available === 0
  const hope = final ? 'and nothing comes back' : held > 0 ? `${held} are held and may come back` : 'take fewer'
  return conflict('SOLD_OUT', `${available} tickets of type ${ticketsType} are available, ${hope}`, {
    available,
    soldOut: final ? 'final' : 'held',
    others,
  })
}

const conflict = (code: string, detail: string, extensions: Record<string, unknown> = {}) =>
  problem(409, 'Not reserved', detail, { code, extensions })
