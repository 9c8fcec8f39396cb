import { ask, freePort, startPlatform, waitFor } from '@millrace/testkit'
import { expect, it, onTestFinished } from 'vitest'
import type { Mail, PhoneMessage } from './contract/notice.ts'
import { stages } from './contract/notice.ts'
import type { Page } from './contract/order.ts'
import { pushEndpoint } from './demo/push-endpoint.ts'
import { customer, hostSystem } from './testing/hosted.ts'

const MINUTE_MS = 60_000

interface Received {
  readonly subject: string
  readonly times: number
}

it('waits for a mail server and a push service that are away for an hour: visibly, and nothing is lost or doubled', async () => {
  const port = await freePort()
  const system = await hostSystem({ SMTP_URL: `smtp://127.0.0.1:${port}` })
  onTestFinished(() => system.stop())
  const endpoint = await pushEndpoint()
  onTestFinished(() => endpoint.close())
  endpoint.answer = 503
  const { urls } = system
  await ask('POST', `${urls.mobile}/phones/${customer.phone}/subscriptions`, endpoint.subscription)

  const { orderId, paymentId } = await system.order()
  await system.pay(paymentId)
  await system.reached(orderId, 'shipping')
  for (const step of ['shipped', 'delivered']) await ask('POST', `${urls.delivery}/parcels/${orderId}/${step}`)
  await system.reached(orderId, 'delivered')
  for (let minute = 0; minute < 60; minute += 5) await system.advance(5 * MINUTE_MS)

  const mails = async () => (await ask<Page<Mail>>('GET', `${urls.email}/mails?orderId=${orderId}`)).body.items
  const messages = async () => (await ask<Page<PhoneMessage>>('GET', `${urls.mobile}/messages`)).body.items
  for (const list of [await mails(), await messages()]) {
    expect(list.map(({ stage, status }) => `${stage} ${status}`)).toEqual(
      stages.toReversed().map((stage) => `${stage} waiting`),
    )
    expect(list.at(-1)?.attempts).toBeGreaterThan(5)
    expect(Date.parse(list.at(-1)?.nextAt ?? '')).toBeGreaterThan(0)
  }
  expect((await mails()).at(-1)?.lastError).toMatch(/ECONNREFUSED/u)
  expect((await messages()).at(-1)?.lastError).toBe('the push service answered 503')

  const mailServer = await startPlatform({ args: ['--smtp', String(port)] })
  onTestFinished(() => mailServer.remove())
  endpoint.answer = 201
  const sent = async (): Promise<boolean> => {
    await system.advance(MINUTE_MS)
    return [...(await mails()), ...(await messages())].every(({ status }) => status === 'sent')
  }
  await waitFor(sent, { what: 'everything sent' })
  const inbox = await ask<{ items: Received[] }>('GET', `${mailServer.ready.console ?? ''}/v1/inbox`)
  const arrived = inbox.body.items.toReversed()
  expect(arrived.every(({ times }) => times === 1)).toBe(true)
  expect(arrived.map(({ subject }) => subject.split(':')[0])).toEqual([
    'Order created',
    'Payment waiting',
    'Payment received',
    'Ready to ship',
    'Shipping',
    'Shipped',
    'Delivered',
  ])
  expect(endpoint.received.map(({ payload }) => payload.tag)).toEqual(stages.map((stage) => `${orderId}:${stage}`))
}, 120_000)
