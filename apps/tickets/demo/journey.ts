import { connectKafka } from '@millrace/client'
import { type DemoTarget, hex } from '@millrace/kernel'
import { type Body, type Caller, caller } from './caller.ts'
import { type EventWatch, watchEvents } from './event-watch.ts'

const TOPIC = 'events.default.default'
const GOOD_CARD = { number: '4242 4242 4242 4242' }

interface Show {
  readonly call: Caller
  readonly events: EventWatch
  /** Tells this run's sessions from others'. */
  readonly run: string
}

/**
 * A sale of one evening: somebody waits, is let in, reserves, is reminded, pays and has tickets; somebody is too late; somebody
 * leaves; somebody pays by bank transfer. Prints what the services answered, and the events that a Kafka consumer of its own
 * read, those among them that the process emitted.
 *
 * @throws Refusal when an address is missing; Fault when a step does not come about.
 */
export async function demo(target: DemoTarget): Promise<void> {
  const kafka = await connectKafka({ KAFKA_BROKERS: target.brokers, KAFKA_CLIENT_ID: 'tickets-demo' }, target.ports)
  const events = await watchEvents(kafka, TOPIC)
  const call = caller(target)
  const show: Show = { call, events, run: hex(target.ports.random.bytes(3)) }
  try {
    const { processes } = await call.call('POST', 'tickets', '/operator/process', 200, { body: { version: 4 } })
    for (const each of processes as Body[])
      call.print(`deployed ${text(each, 'processId')}, version ${text(each, 'version')}`)
    await waiting(show)
    await bought(show)
    await late(show)
    await left(show)
    await transferred(show)
    const stock = await call.call('GET', 'tickets', '/stock', 200)
    const [available, held, sold] = ['available', 'held', 'sold'].map((field) => text(stock, field))
    call.print(
      `\nGET tickets /stock  ->  ${available} available, ${held} held, ${sold} sold, of ${text(stock, 'capacity')}`,
    )
    call.print(`the shop: ${target.urls['web'] ?? ''}/`)
  } finally {
    await events.close()
    await kafka.close()
  }
}

const named = ({ run }: Show, name: string): string => `${name}-${run}`

/** Three people wait in the order in which they came, while the sale is paused. */
async function waiting(show: Show): Promise<void> {
  const { call } = show
  call.print('\nthe queue, while an operator pauses it')
  await call.call('POST', 'queue', '/operator/pause', 200, { body: {} })
  for (const name of ['ada', 'bob', 'cleo']) await joined(show, name)
  await joined(show, 'ada')
  await call.call('POST', 'queue', '/operator/resume', 200, { body: {} })
  call.print('POST queue /operator/resume')
  for (const name of ['ada', 'bob', 'cleo']) await admitted(show, name)
}

async function joined(show: Show, name: string): Promise<void> {
  const { call } = show
  const sessionId = named(show, name)
  const place = await call.call('POST', 'queue', '/join', 200, { body: { sessionId } })
  call.print(
    `POST queue /join ${sessionId}  ->  ${text(place, 'status')}, place ${text(place, 'position')} of ${text(place, 'size')}`,
  )
}

async function admitted(show: Show, name: string): Promise<string> {
  const { call } = show
  const sessionId = named(show, name)
  const place = await call.until(`admission of ${sessionId}`, async () => {
    const now = await call.call('GET', 'queue', `/${sessionId}`, 200)
    if (now['status'] === 'admitted') return now
    await call.pass(1)
    return undefined
  })
  call.print(`GET queue /${sessionId}  ->  ${text(place, 'status')} until ${text(place, 'tokenExpiresAt')}`)
  return text(place, 'token')
}

async function reserved(show: Show, name: string, quantity: number): Promise<string> {
  const { call } = show
  const sessionId = named(show, name)
  const reservationId = `r-${sessionId}`
  const token = text(await call.call('GET', 'queue', `/${sessionId}`, 200), 'token')
  const body = { reservationId, sessionId, ticketsType: 'balcony 1', ticketsQuantity: quantity }
  const held = await call.call('POST', 'tickets', '/reserve', 201, { body, token })
  const amount = (Number(held['amount']) / 100).toFixed(2)
  call.print(
    `POST tickets /reserve ${quantity} x balcony 1  ->  201 ${text(held, 'status')}, ${amount} ${text(held, 'currency')}, until ${text(held, 'expiresAt')}`,
  )
  return reservationId
}

async function reached(show: Show, name: string, status: string): Promise<Body> {
  const { call } = show
  const sessionId = named(show, name)
  const order = await call.until(`${sessionId} ${status}`, async () => {
    const seen = await call.call('GET', 'tickets', `/reservations/r-${sessionId}?sessionId=${sessionId}`, 200)
    return seen['status'] === status ? seen : undefined
  })
  call.print(`GET tickets /reservations/r-${sessionId}  ->  ${text(order, 'status')}`)
  return order
}

async function bought(show: Show): Promise<void> {
  const { call } = show
  call.print('\nada reserves, is reminded, and pays')
  const sessionId = named(show, 'ada')
  const reservationId = await reserved(show, 'ada', 2)
  // The process books a follow-up: from there on it waits for the payment.
  await heard(show, 'ada', ['Customer.FollowUpBooked'])
  await call.pass(10)
  await heard(show, 'ada', ['Tickets.Reservation1MExpired'])
  const begun = await call.call('POST', 'tickets', '/checkout', 202, {
    body: { sessionId, reservationId, card: GOOD_CARD },
  })
  call.print(`POST tickets /checkout (card 4242)  ->  202 payment ${text(begun['payment'] as Body, 'status')}`)
  call.print(
    `GET payments /api/${reservationId}  ->  ${String(await call.call('GET', 'payments', `/api/${reservationId}`, 200))}`,
  )
  await call.pass(10)
  const { tickets } = await reached(show, 'ada', 'issued')
  call.print(
    `GET payments /api/${reservationId}  ->  ${String(await call.call('GET', 'payments', `/api/${reservationId}`, 200))}`,
  )
  for (const ticket of tickets as Body[])
    call.print(`   ticket ${text(ticket, 'ticketId')}  ${text(ticket, 'code').slice(0, 44)}…`)
  const code = text((tickets as Body[])[0] ?? {}, 'code')
  const scan = await call.call('POST', 'tickets', '/tickets/scan', 200, { body: { code } })
  call.print(`POST tickets /tickets/scan  ->  200 ${text(scan, 'ticketId')} is let in`)
  const again = await call.call('POST', 'tickets', '/tickets/scan', 409, { body: { code } })
  call.print(`POST tickets /tickets/scan  ->  409 ${text(again, 'code')}`)
  await history(show, 'ada', ['Tickets.PaymentsAuthorized', 'Tickets.Emitted'])
}

async function late(show: Show): Promise<void> {
  const { call } = show
  call.print('\nbob reserves, and does not pay')
  const reservationId = await reserved(show, 'bob', 4)
  await heard(show, 'bob', ['Customer.FollowUpBooked'])
  await call.pass(121)
  await reached(show, 'bob', 'expired')
  const body = { sessionId: named(show, 'bob'), reservationId, card: GOOD_CARD }
  const refused = await call.call('POST', 'tickets', '/checkout', 410, { body })
  call.print(`POST tickets /checkout  ->  410 ${text(refused, 'code')}: ${text(refused, 'detail')}`)
  await history(show, 'bob', ['Tickets.ReservationTimedOut'], 2)
}

async function left(show: Show): Promise<void> {
  const { call } = show
  call.print('\ncleo reserves, and leaves')
  await reserved(show, 'cleo', 3)
  await heard(show, 'cleo', ['Customer.FollowUpBooked'])
  const place = await call.call('POST', 'queue', '/abandon', 200, { body: { sessionId: named(show, 'cleo') } })
  call.print(`POST queue /abandon  ->  ${text(place, 'status')}`)
  await reached(show, 'cleo', 'cancelled')
  await history(show, 'cleo', ['Queue.CustomerAbandoned', 'Session.CleanUp'])
}

async function transferred(show: Show): Promise<void> {
  const { call } = show
  call.print('\ndan buys twelve tickets: ten and more are paid by bank transfer')
  await joined(show, 'dan')
  await admitted(show, 'dan')
  const sessionId = named(show, 'dan')
  const reservationId = await reserved(show, 'dan', 12)
  const { payment } = await call.call('POST', 'tickets', '/checkout', 202, { body: { sessionId, reservationId } })
  const asked = payment as Body
  call.print(
    `POST tickets /checkout  ->  202 ${text(asked, 'method')} ${text(asked, 'reference')}, until ${text(asked, 'expiresAt')}`,
  )
  await call.pass(3600)
  const body = { amount: asked['amount'] }
  const arrived = await call.call('POST', 'payments', `/api/${reservationId}/transfer`, 200, { body })
  call.print(`POST payments /api/${reservationId}/transfer  ->  200 ${text(arrived, 'status')}`)
  const { tickets } = await reached(show, 'dan', 'issued')
  call.print(`   ${(tickets as Body[]).length} tickets`)
  await history(show, 'dan', ['MoneyTransfer.Accepted', 'Tickets.Emitted'])
}

/** `times` of each type were read about somebody. */
async function heard({ call, events, run }: Show, name: string, types: readonly string[], times = 1): Promise<void> {
  const told = (type: string): number => events.of(`${name}-${run}`).filter((event) => event.type === type).length
  await call.until(`${types.join(', ')} of ${name}`, () => types.every((type) => told(type) >= times) || undefined)
}

async function history(show: Show, name: string, types: readonly string[], times = 1): Promise<void> {
  const { call, events } = show
  await heard(show, name, types, times)
  call.print(`the broker's topic, as a Kafka consumer of its own read it (${named(show, name)})`)
  for (const { place, type, source } of events.of(named(show, name))) {
    call.print(`   ${place.padEnd(6)} ${type.padEnd(30)} ${source.split('.')[0] ?? ''}`)
  }
}

const text = (body: Body, field: string): string => String(body[field] ?? '')
