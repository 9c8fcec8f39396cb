import { ask } from '@millrace/testkit'
import { app } from '@millrace/pizza'
import { AssignerProtocol } from 'kafkajs'
import { expect, it } from 'vitest'
import { onEachEngine } from '../harness/on-each-engine.ts'
import { client, collect } from '../kafkajs/client.ts'
import { ports, startPizza } from './system.ts'

const POLL = { timeout: 60_000, interval: 100 }

onEachEngine('the pizza shop', (engine) => {
  it('takes its journeys: delivered, baked before it is ordered, driven on, cancelled', async () => {
    const urls = await startPizza(engine)
    const lines: string[] = []
    await app.demo({ brokers: engine.brokers, urls, ports, print: (line) => void lines.push(line) })
    const text = lines.join('\n')
    expect(text.match(/: 999 Your pizza was delivered/gu)).toHaveLength(3)
    expect(text).toMatch(/: 150 We are checking your order/u)
    expect(text).toMatch(/in pizza-delivered: 1/u)
    expect(text.match(/: 50 Your order takes longer/gu)).toHaveLength(3)
    expect(text).toMatch(/: 499 Your order was cancelled/u)
  })

  it('shares the work of each service among two, by groups that all hosts share', async () => {
    await startPizza(engine)
    const admin = await client(engine).admin()
    const shares = async (group: string, topic: string): Promise<number[]> => {
      const { groups } = await admin.describeGroups([group])
      const members = groups[0]?.members ?? []
      return members.map(({ memberAssignment }) => {
        return AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment[topic]?.length ?? 0
      })
    }
    await expect.poll(() => shares('pizza_assemble', 'pizza-ordered'), POLL).toEqual([1, 1])
    await expect.poll(() => shares('pizza_bake', 'pizza-assembled'), POLL).toEqual([1, 1])
    await expect.poll(() => shares('pizza_delivery', 'pizza-baked'), POLL).toEqual([1, 1])
    await expect.poll(() => shares('pizza_status_watchdog', 'pizza-incidents'), POLL).toEqual([1, 1])
  })

  it('never does the work of an order twice, however often its events are repeated', async () => {
    const urls = await startPizza(engine)
    const { producer, consumer } = client(engine)
    const theirs = await producer()
    const ids = Array.from({ length: 20 }, () => crypto.randomUUID().slice(0, 8))
    const order = { sauce: 'Pesto', cheese: 'Gouda', main_topping: 'Pork', extra_toppings: [], customer_id: 'a0' }
    const value = JSON.stringify({ status: 100, timestamp: Date.now(), order })
    const messages = ids.flatMap((key) => [1, 2, 3].map(() => ({ key, value })))
    await theirs.send({
      topic: 'pizza-ordered',
      messages: [{ key: ids[0] ?? '', value: 'this is no JSON' }, ...messages],
    })
    const seen = async () =>
      (
        await ask<{ items: { orderId: string; status: number }[] }>(
          'GET',
          `${urls['webapp'] ?? ''}/api/operator/orders?limit=200&status=999`,
        )
      ).body.items
    await expect.poll(async () => (await seen()).filter(({ orderId }) => ids.includes(orderId)).length, POLL).toBe(20)
    const read = await collect(await consumer(), ['pizza-assembled', 'pizza-baked', 'pizza-delivered'])
    const counts = () => {
      const names = read.messages.map(({ topic, message }) => `${topic} ${String(message.key)}`)
      return ['pizza-assembled', 'pizza-baked', 'pizza-delivered'].map(
        (topic) => ids.flatMap((id) => names.filter((name) => name === `${topic} ${id}`)).length,
      )
    }
    await expect.poll(counts, POLL).toEqual([20, 20, 20])
  })
})
