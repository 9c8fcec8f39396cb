import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { paymentsClient } from './payments-client.ts'

const request = {
  orderId: 'o-1',
  amount: 690,
  currency: 'EUR',
  customer: { name: 'Ada', email: 'ada@example.com', phone: '+4915112345678' },
  items: [],
}
const NOBODY = 'http://127.0.0.1:1'

/** An instance of payments that gives one answer. */
async function answering(status: number, body: object): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status).end(JSON.stringify(body)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const opened = { paymentId: 'pay_1', paymentUrl: 'http://pay/1' }

it('asks the second instance when the first does not answer, or is failing', async () => {
  const second = await answering(201, opened)
  expect(await paymentsClient([NOBODY, second]).open(request)).toEqual(opened)
  expect(await paymentsClient([await answering(503, {}), second]).open(request)).toEqual(opened)
})

it('says that nothing was ordered when none answers', async () => {
  await expect(paymentsClient([NOBODY]).open(request)).rejects.toMatchObject({
    details: { status: 503, code: 'PAYMENTS_UNREACHABLE', detail: expect.stringContaining('nothing was ordered') },
  })
})

it('hands on what payments refuses', async () => {
  const details = { status: 422, title: 'Payment differs', detail: 'another amount', code: 'PAYMENT_DIFFERS' }
  const url = await answering(422, details)
  await expect(paymentsClient([url]).open(request)).rejects.toMatchObject({ details })
})

it('takes a payment that is not known as cancelled', async () => {
  await paymentsClient([await answering(404, {})]).cancel('pay_1')
  await expect(paymentsClient([await answering(409, {})]).cancel('pay_1')).rejects.toThrow('payments answered 409')
})
