import type { TicketsFleet } from '../../tests/crash/tickets/fleet.ts'

interface Visitor {
  readonly sessionId: string
  readonly number?: number
  readonly turn?: number
}

interface Order {
  readonly reservationId: string
  readonly status: string
  readonly ticketsQuantity: number
  readonly tickets: readonly { readonly ticketId: string }[]
}

const PAGE = 10_000

async function listed<T>(url: string): Promise<T[]> {
  const items: T[] = []
  for (let after: string | undefined = '0'; after !== undefined;) {
    const page = (await (await fetch(`${url}?limit=${PAGE}&after=${after}`)).json()) as { items: T[]; next?: string }
    items.push(...page.items)
    after = page.next
  }
  return items
}

/** What must hold when a sale is over; an empty list is a pass. */
export async function faultsOfSale({ urls }: TicketsFleet, sessions: number, tickets: number): Promise<string[]> {
  const visitors = await listed<Visitor>(`${urls.queue}/operator/sessions`)
  const orders = await listed<Order>(`${urls.tickets}/reservations`)
  const stock = (await (await fetch(`${urls.tickets}/stock`)).json()) as Record<string, number>
  const texts: string[] = []
  if (visitors.length !== sessions) texts.push(`${visitors.length} places, ${sessions} joined`)
  if (new Set(visitors.map(({ number }) => number)).size !== visitors.length) texts.push('two places have one number')
  const turns = visitors.filter(({ turn }) => turn !== undefined).sort((a, b) => (a.turn ?? 0) - (b.turn ?? 0))
  const disorder = turns.filter(({ number = 0 }, at) => at > 0 && number < (turns[at - 1]?.number ?? 0))
  if (disorder.length > 0) texts.push(`${disorder.length} admissions out of the order of their numbers`)
  if (turns.some(({ turn }, at) => turn !== at + 1)) texts.push('an admission is counted twice, or not at all')
  const issued = orders.filter(({ status }) => status === 'issued')
  const ids = issued.flatMap((order) => order.tickets.map(({ ticketId }) => ticketId))
  const open = orders.filter(({ status }) => ['held', 'paying', 'paid'].includes(status))
  if (ids.length > tickets) texts.push(`${ids.length} tickets were issued, there were ${tickets}`)
  if (new Set(ids).size !== ids.length) texts.push('a ticket was issued twice')
  if (ids.length !== stock['sold']) texts.push(`${ids.length} tickets were issued, ${stock['sold']} are sold`)
  if (open.length > 0 || stock['held'] !== 0)
    texts.push(`${open.length} orders are open, ${stock['held']} tickets held`)
  if ((stock['available'] ?? 0) + (stock['sold'] ?? 0) !== tickets) texts.push('the stock does not add up')
  return texts
}
