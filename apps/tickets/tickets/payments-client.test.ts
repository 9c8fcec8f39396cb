import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import type { Order } from './order.ts'
import { paymentsClient } from './payments-client.ts'

it('says which attempt it asks for, with a card and without one', async () => {
  const asked: unknown[] = []
  const server = createServer(async (request, response) => {
    asked.push(JSON.parse(await text(request)))
    response.end('{}')
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const client = paymentsClient(
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    'http://127.0.0.1:1',
    () => 'secret',
  )
  const order: Order = {
    reservationId: 'r',
    sessionId: 's',
    number: 1,
    ticketsType: 'standing',
    ticketsQuantity: 2,
    unitPrice: 100,
    status: 'paying',
    method: 'card',
    heldAt: 0,
    expiresAt: 1000,
    reminders: 0,
    declined: 1,
  }
  await client.start(order)
  await client.start(order, { number: '4242424242424242' })
  server.close()
  expect(asked).toMatchObject([{ attempt: 2 }, { attempt: 2, card: { number: '4242424242424242' } }])
})
