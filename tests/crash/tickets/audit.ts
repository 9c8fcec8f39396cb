import { waitFor } from '@millrace/testkit'
import type { Observer } from '../../../apps/tickets/testing/observer.ts'
import type { Purchase } from './buyer.ts'
import type { TicketsFleet } from './fleet.ts'

const QUIET_MS = 60_000
const PRICE = 12_350

interface Order {
  readonly reservationId: string
  readonly status: string
  readonly ticketsQuantity: number
  readonly tickets: readonly { readonly ticketId: string }[]
}

const get = async <T>(url: string): Promise<T> => (await (await fetch(url)).json()) as T

/** What the services say: every purchase issued and paid once, nothing else sold, the stock adds up. */
export async function serviceFailures({ urls }: TicketsFleet, purchases: readonly Purchase[]): Promise<string[]> {
  const { items } = await get<{ items: Order[] }>(`${urls.tickets}/reservations?limit=1000`)
  const stock = await get<Record<'capacity' | 'available' | 'held' | 'sold', number>>(`${urls.tickets}/stock`)
  const payments = await get<{ items: { reservationId: string; status: string; amount: number }[] }>(
    `${urls.payments}/payments?limit=1000`,
  )
  const texts: string[] = []
  const bought = purchases.reduce((sum, { quantity }) => sum + quantity, 0)
  if (stock.sold !== bought || stock.held !== 0)
    texts.push(`stock: ${stock.sold} sold, ${stock.held} held; ${bought} were bought`)
  if (stock.available + stock.held + stock.sold !== stock.capacity) texts.push('the stock does not add up')
  if (items.length !== purchases.length) texts.push(`${items.length} orders, ${purchases.length} purchases`)
  const ids = items.flatMap(({ tickets }) => tickets.map(({ ticketId }) => ticketId))
  if (new Set(ids).size !== bought)
    texts.push(`${new Set(ids).size} different tickets of ${ids.length}, ${bought} were bought`)
  for (const { reservationId, quantity } of purchases) {
    const paid = payments.items.filter((payment) => payment.reservationId === reservationId)
    const right = paid.length === 1 && paid[0]?.status === 'authorized' && paid[0].amount === quantity * PRICE
    if (!right) texts.push(`payment of ${reservationId}: ${JSON.stringify(paid)}`)
  }
  return texts
}

const ONCE = ['Queue.CustomerJoined', 'Queue.CustomerExited', 'Tickets.Reserved', 'Tickets.PaymentsAuthorized'] as const

/** What a subscriber of its own heard: each step of each sale as one fact, also those that the process told. */
export async function eventFailures(observer: Observer, purchases: readonly Purchase[]): Promise<string[]> {
  const wanted = (purchase: Purchase): [string, number][] => [
    ...ONCE.map((type): [string, number] => [type, 1]),
    // By tickets, and by the process where the money did not come by transfer.
    ['Tickets.Emitted', purchase.quantity >= 10 ? 1 : 2],
    ['Customer.FollowUpBooked', 1],
    ['MoneyTransfer.Accepted', purchase.quantity >= 10 ? 1 : 0],
    ['Tickets.ReservationTimedOut', 0],
  ]
  const missing = (): string[] =>
    purchases.flatMap((purchase) => {
      const heard = observer.of(purchase.sessionId)
      return wanted(purchase).flatMap(([type, times]) => {
        const count = heard.filter((each) => each === type).length
        return count === times ? [] : [`${count} facts of type ${type} about ${purchase.sessionId}, expected ${times}`]
      })
    })
  await waitFor(() => missing().length === 0, { what: 'the last events', timeoutMs: QUIET_MS }).catch(() => undefined)
  return missing()
}
