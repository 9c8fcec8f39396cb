import { ask } from '@millrace/testkit'
import { app } from '@millrace/orders'
import { AssignerProtocol } from 'kafkajs'
import { expect, it } from 'vitest'
import { onEachEngine } from '../harness/on-each-engine.ts'
import { client, collect } from '../kafkajs/client.ts'
import { ports, startOrders } from './system.ts'

const POLL = { timeout: 30_000, interval: 100 }

const order = {
  customer: { name: 'Ada', email: 'ada@example.com', phone: '+4915112345678' },
  items: [{ sku: 'TEA-GREEN-100', quantity: 1 }],
}

interface Ordered {
  readonly orderId: string
  readonly paymentId: string
  readonly status: string
  readonly history: readonly { readonly event: string; readonly outcome: string }[]
}

onEachEngine('the orders system', (engine) => {
  it('takes its journeys: delivered with every notice on both channels, declined, cancelled', async () => {
    const { urls, inbox } = await startOrders(engine)
    const lines: string[] = []
    await app.demo({ brokers: engine.brokers, urls, inbox, ports, print: (line) => void lines.push(line) })
    const text = lines.join('\n')
    expect(text).toMatch(/-> {2}delivered/u)
    expect(text).toMatch(/-> {2}paymentFailed/u)
    expect(text).toMatch(/409 the payment is cancelled/u)
    for (const title of [
      'Order created',
      'Payment waiting',
      'Payment received',
      'Ready to ship',
      'Shipped',
      'Delivered',
    ])
      expect(lines.filter((line) => line.startsWith(`  ${title}: `))).toHaveLength(2)
  })

  it('shares the work of orders and of payments among two, and gives the other services all of it', async () => {
    await startOrders(engine)
    const admin = await client(engine).admin()
    const shares = async (group: string, topic: string): Promise<number[]> => {
      const { groups } = await admin.describeGroups([group])
      const members = groups[0]?.members ?? []
      return members.map(({ memberAssignment }) => {
        return AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment[topic]?.length ?? 0
      })
    }
    await expect.poll(() => shares('orders', 'payments-made'), POLL).toEqual([3, 3])
    await expect.poll(() => shares('payments', 'orders-created'), POLL).toEqual([3, 3])
    for (const group of ['notifications', 'email', 'mobile'])
      await expect.poll(() => shares(group, 'delivery-delivered'), POLL).toEqual([6])
    await expect.poll(() => shares('delivery', 'orders-ready-to-ship'), POLL).toEqual([6])
    await expect.poll(() => shares('logging', 'logging-events'), POLL).toEqual([6])
  })

  it('works with programs of others: they write payments-made, read orders-ready-to-ship, and break nothing', async () => {
    const { urls } = await startOrders(engine)
    const { body: made } = await ask<Ordered>('POST', `${urls['orders']}/orders`, order)
    const { producer, consumer } = client(engine)
    const theirs = await producer()
    const value = JSON.stringify({ orderId: made.orderId, paymentId: made.paymentId, paid: true })
    await theirs.send({
      topic: 'payments-made',
      messages: [
        { key: made.orderId, value: 'this is no JSON' },
        { key: made.orderId, value },
        { key: made.orderId, value },
      ],
    })
    const read = await collect(await consumer(), ['orders-ready-to-ship', 'payments-made.dlq'])
    const mine = (topic: string) =>
      read.messages.filter((each) => each.topic === topic && String(each.message.key) === made.orderId)
    await expect.poll(() => mine('orders-ready-to-ship').length, POLL).toBe(1)
    // Each group that reads the topic says for itself that it could not.
    const buriers = () => mine('payments-made.dlq').map(({ message }) => String(message.headers?.['dead-letter-by']))
    await expect.poll(() => buriers().toSorted(), POLL).toEqual(['email', 'mobile', 'notifications', 'orders'])
    const seen = async () => (await ask<Ordered>('GET', `${urls['orders-2']}/orders/${made.orderId}`)).body
    await expect.poll(async () => (await seen()).status, POLL).toBe('shipping')
    await expect
      .poll(async () => (await seen()).history.map(({ event, outcome }) => `${event} ${outcome}`).toSorted(), POLL)
      .toEqual(['created applied', 'delivery-shipping applied', 'payments-made applied', 'payments-made ignored'])
  })
})
