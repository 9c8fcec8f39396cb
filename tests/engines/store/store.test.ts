import { app } from '@millrace/store'
import { ask, repositoryRoot } from '@millrace/testkit'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { client, collect } from '../kafkajs/client.ts'
import { onEachEngine } from '../harness/on-each-engine.ts'
import { run } from '../harness/run.ts'
import { create, quietPorts, startService, startStore, type WithId } from './services.ts'

onEachEngine('the store', (engine) => {
  it('takes its journey from product to dashboard', async () => {
    const { products, customers, purchases, dashboard } = await startStore(engine)
    const lines: string[] = []
    const urls = {
      products: products.url,
      customers: customers.url,
      purchases: purchases.url,
      dashboard: dashboard.url,
    }
    await app.demo({ brokers: engine.brokers, urls, ports: quietPorts(), print: (line) => void lines.push(line) })
    const text = lines.join('\n')
    expect(text.match(/^ {2}201 /gmu)).toHaveLength(3)
    expect(text).toMatch(/read from eventbus\.purchases, offset \d+: [\w-]{22} \{"eventType":"set","payload":\{"id"/u)
    expect(text).toMatch(/told by the dashboard's socket: \{"type":"changed"/u)
    expect(text).toContain('"purchaseCount":1,"totalSpent":1.99')
  })

  it('takes the seed’s shell session byte for byte', async () => {
    const { urls, dashboard } = await startStore(engine)
    const shell = (input: string) =>
      run({
        command: process.execPath,
        args: [join(repositoryRoot, 'apps/store/shell/main.ts'), '--json'],
        env: urls,
        input,
      })
    const made = await shell(
      [
        `p = Product.create name: 'Butter', price: 1.50`,
        `c = Customer.create first_name: 'Danny', last_name: 'Tester'`,
        `Purchase.create product_id: p.id, customer_id: c.id, total: 1.99`,
        `customers = Customer.list`,
      ].join('\n'),
    )
    expect([made.code, made.stderr]).toEqual([0, ''])
    const { id } = JSON.parse(made.stdout.split('\n')[1] ?? '') as WithId
    const row = () => ask(`GET`, `${dashboard.url}/api/customers/${id}`)
    expect((await row()).body).toEqual({
      id,
      firstName: 'Danny',
      lastName: 'Tester',
      purchaseCount: 1,
      totalSpent: 1.99,
    })
    const changed = await shell(`c = Customer.retrieve('${id}')\nc.first_name = 'Ted'; c.save;\n`)
    expect(changed.code).toBe(0)
    expect((await row()).body).toMatchObject({ firstName: 'Ted', lastName: 'Tester', purchaseCount: 1 })
    const deleted = await shell(`c = Customer.retrieve('${id}')\nc.delete\n`)
    expect(deleted.code).toBe(0)
    expect((await row()).status).toBe(404)
    const gone = await shell(`Customer.retrieve('${id}')`)
    expect([gone.code, gone.stderr]).toEqual([
      1,
      expect.stringContaining(`404: Failed to locate customer with id ${id}.`),
    ])
  })

  describe('writes topics as the original does', () => {
    it('with set, remove and a tombstone, keyed by id', async () => {
      expect(await recordsOf('on')).toEqual([
        '{"eventType":"set","payload":{"id":"ID","firstName":"A","lastName":"B"}}',
        '{"eventType":"set","payload":{"id":"ID","firstName":"C","lastName":"B"}}',
        '{"eventType":"remove","payload":{"id":"ID","firstName":"C","lastName":"B"}}',
        'null',
      ])
    })

    it('and without the tombstone when an original subscriber reads along', async () => {
      expect((await recordsOf('off')).at(-1)).toMatch(/^\{"eventType":"remove"/u)
    })

    async function recordsOf(tombstones: string): Promise<string[]> {
      const { url } = await startService('customers', engine, { STORE_TOMBSTONES: tombstones })
      const { id } = await create(url, 'customers', { firstName: 'A', lastName: 'B' })
      await ask('PUT', `${url}/customers/${id}`, { id, firstName: 'C', lastName: 'B' })
      await ask('DELETE', `${url}/customers/${id}`)
      const last = await create(url, 'customers', { firstName: 'last', lastName: 'x' })
      const { consumer } = client(engine)
      const read = await collect(await consumer(), ['eventbus.customers'])
      const keys = () => read.messages.map(({ message }) => String(message.key))
      await expect.poll(keys, { timeout: 20_000 }).toContain(last.id)
      return read.messages
        .filter(({ message }) => String(message.key) === id)
        .map(({ message }) => String(message.value).replace(id, 'ID'))
    }
  })

  it('passes over a bad record, counts it, and keeps it as a dead letter with its place and reason', async () => {
    const { producer, consumer } = client(engine)
    const first = await startService('products', engine)
    const sender = await producer()
    const [sent] = await sender.send({
      topic: 'eventbus.products',
      messages: [
        { key: 'bad', value: '{"eventType":"set","payload":{"id":"bad","name":"x","price":"much"}}' },
        { key: 'worse', value: 'no json' },
      ],
    })
    const { id } = await create(first.url, 'products', { name: 'after the bad ones', price: 1 })
    const metrics = await (await fetch(`${first.url}/metrics`)).text()
    expect(metrics).toMatch(/store_bad_records\{[^}]*\} [1-9]/u)
    expect((await ask('GET', `${first.url}/products/bad`)).status).toBe(404)
    const second = await startService('products', engine)
    expect((await ask('GET', `${second.url}/products/${id}`)).status).toBe(200)
    const letters = await collect(await consumer(), ['eventbus.products.dlq'])
    const places = () =>
      letters.messages.map(
        ({ message: { headers } }) =>
          `${String(headers?.['dead-letter-offset'])}: ${String(headers?.['dead-letter-reason'])}`,
      )
    const offset = sent?.baseOffset ?? ''
    await expect
      .poll(places, { timeout: 20_000 })
      .toContainEqual(expect.stringMatching(new RegExp(`^${offset}: .*payload.price`, 'u')))
  })

  it('refuses a purchase of what is not there, and shows one of what was deleted', async () => {
    const { products, customers, purchases, dashboard } = await startStore(engine)
    const product = await create(products.url, 'products', { name: 'Butter', price: 1.5 })
    const customer = await create(customers.url, 'customers', { firstName: 'Danny', lastName: 'Tester' })
    const order = { productId: product.id, customerId: customer.id, total: 3 }
    const purchase = await create(purchases.url, 'purchases', order)
    await ask('DELETE', `${products.url}/products/${product.id}`)
    const refused = await ask<{ errors: WithId[] }>('POST', `${purchases.url}/purchases`, {
      ...order,
      customerId: 'nobody',
    })
    expect([refused.status, refused.body.errors]).toMatchObject([
      422,
      [{ field: 'productId' }, { field: 'customerId' }],
    ])
    const kept = await ask('PUT', `${purchases.url}/purchases/${purchase.id}`, { ...order, total: 4 })
    expect(kept.body).toMatchObject({ id: purchase.id, total: 4 })
    expect((await ask('GET', `${dashboard.url}/api/customers/${customer.id}/purchases`)).body).toMatchObject([
      { id: purchase.id, amountSpent: 4, product: { id: product.id, deleted: true } },
    ])
  })

  it('rebuilds the dashboard from the topics, and from its snapshot', async () => {
    using folder = (await import('@millrace/testkit')).tempDir('dashboard-')
    const first = await startService('dashboard', engine, { DATA_DIR: folder.path })
    const look = async (url: string) => [
      (await ask('GET', `${url}/api/customers`)).body,
      (await ask('GET', `${url}/api/products`)).body,
    ]
    const rows = await look(first.url)
    await first.stop()
    const fromSnapshot = await startService('dashboard', engine, { DATA_DIR: folder.path })
    const fromBeginning = await startService('dashboard', engine)
    expect(sorted(await look(fromSnapshot.url))).toEqual(sorted(rows))
    expect(sorted(await look(fromBeginning.url))).toEqual(sorted(rows))
  })
})

const sorted = (lists: unknown[]) => lists.map((list) => (list as WithId[]).toSorted((a, b) => (a.id < b.id ? -1 : 1)))
