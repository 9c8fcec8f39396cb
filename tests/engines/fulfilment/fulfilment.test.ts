import { waitFor } from '@millrace/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { app } from '@millrace/fulfilment'
import { onEachGateway } from '../zeebe/each-gateway.ts'
import { type Answer, SHIRT, type System, TOKEN, logged, ports, startSystem } from './system.ts'

onEachGateway('the fulfilment system', (gateway) => {
  let system: System

  beforeAll(async () => {
    system = await startSystem(gateway().address)
  })

  afterAll(() => system?.stop())

  const instanceOf = async (order: string): Promise<string> =>
    String((await system.get('shop', `/orders/${order}`))['processInstanceKey'])
  const completes = (instance: string, element: string) =>
    waitFor(() => gateway().completed(instance).includes(element), {
      what: `${element} of ${instance}`,
      timeoutMs: 60_000,
    })

  it('restocks every product, one after the other, and shows the records', async () => {
    const press = async () => (await (await system.send('POST', 'shop', '/restock', {})).json()) as Answer
    const [one, two] = await Promise.all([press(), press()])
    expect(one?.['_id']).not.toBe(two?.['_id'])
    const begun = async () => {
      const records = (await system.get('database', '/db/restocks'))['records'] as Answer[]
      return records.length === 2 && records.every(({ instance }) => instance !== undefined) && records
    }
    for (const { instance } of await waitFor(begun, { what: 'both restockings', timeoutMs: 30_000 })) {
      await completes(String(instance), 'populate-stock')
      const elements = gateway().completed(String(instance))
      expect(elements.filter((element) => element === 'RESTOCKED')).toHaveLength(3)
    }
    expect(((await system.get('database', '/db/stock'))['records'] as Answer[]).map(({ product }) => product)).toEqual([
      SHIRT,
      'Camunda Escalation Ale',
      'Real-Life BPMN Book',
    ])
    expect(await system.stock('Camunda Escalation Ale')).toMatchObject({ stock_level: '2' })
  })

  it('fulfils an order by messages through every step of the drawing', async () => {
    await system.restock('2')
    const order = await system.order()
    await system.comesTo(order, 'fulfilled')
    const instance = await instanceOf(order)
    await completes(instance, 'order-fulfilment-1')
    expect(gateway().completed(instance)).toEqual([
      'order_placed',
      'upsert_customer',
      'UPSERTED',
      'get_stock_level',
      'GOT_STOCK_LEVEL',
      'in_stock',
      'decrement_stock',
      'DECREMENTED_STOCK',
      'charge_customer',
      'CHARGED_CUSTOMER',
      'charged',
      'ship_to_customer',
      'SHIPPED_TO_CUSTOMER',
      'order_fulfilled',
      'order-fulfilment-1',
    ])
    expect(await system.stock(SHIRT)).toMatchObject({ stock_level: '1', reserved: 0 })
    const { places } = (await system.get('operator', `/orders/${order}`)) as { places: Answer[] }
    expect([...places.map(({ elementId }) => elementId), 'order-fulfilment-1']).toEqual(gateway().completed(instance))
  })

  it('orders once however often the same request is sent', async () => {
    await system.restock('2')
    const body = { customer: { name: 'Ada', email: 'ada@example.org' }, product: SHIRT, card: '4242424242424242' }
    const headers = { 'idempotency-key': `k-${process.pid}-${Math.random()}` }
    const send = () => system.send('POST', 'shop', '/orders', body, headers)
    const [first, again] = [await send(), await send()]
    const { orderId } = (await first.json()) as { orderId: string }
    expect(await again.json()).toMatchObject({ orderId })
    const other = await system.send('POST', 'shop', '/orders', { ...body, card: '4000000000000002' }, headers)
    expect(other.status).toBe(422)
    await system.comesTo(orderId, 'fulfilled')
    expect(await system.stock(SHIRT)).toMatchObject({ stock_level: '1', reserved: 0 })
  })

  it('fulfils an order by workers that complete their own jobs', async () => {
    await system.restock('2')
    const order = await system.order({ way: 'direct' })
    await system.comesTo(order, 'fulfilled')
    await completes(await instanceOf(order), 'order_fulfilled')
    expect(await system.stock(SHIRT)).toMatchObject({ stock_level: '1' })
  })

  it.each(['messages', 'direct'])('puts the piece back when the card is declined (%s)', async (way) => {
    await system.restock('2')
    const order = await system.order({ way, card: '4000000000000002' })
    await system.comesTo(order, 'not fulfilled')
    await completes(await instanceOf(order), 'order_not_fulfilled')
    expect(await system.stock(SHIRT)).toMatchObject({ stock_level: '2', reserved: 0 })
  })

  it('never sells more than there is, however many order at once, and charges each once', async () => {
    await system.restock('3')
    const ways = ['messages', 'watched', 'direct']
    const orders = await Promise.all(Array.from({ length: 9 }, (_, index) => system.order({ way: ways[index % 3] })))
    const ends = await Promise.all(
      orders.map((order) =>
        waitFor(
          async () => {
            const { status } = await system.get('shop', `/orders/${order}`)
            return (status === 'fulfilled' || status === 'sold out') && status
          },
          { what: `the end of ${order}`, timeoutMs: 90_000 },
        ),
      ),
    )
    expect(ends.filter((status) => status === 'fulfilled')).toHaveLength(3)
    expect(await system.stock(SHIRT)).toMatchObject({ stock_level: '0', reserved: 0 })
    const payments = (await system.get('database', '/db/payments'))['records'] as Answer[]
    expect(payments.filter(({ _id }) => orders.includes(String(_id)))).toHaveLength(3)
  })

  it('raises an incident after 300 s without an answer, and completes when it comes late', async () => {
    await system.restock('2')
    await system.send('PUT', 'dispatch', '/holds/charge_customer')
    const order = await system.order({ way: 'watched' })
    await system.comesTo(order, 'in hand')
    const instance = await instanceOf(order)
    await completes(instance, 'charge_customer')
    await gateway().setClock(gateway().now() + 301_000)
    const [incident] = await waitFor(() => gateway().incidents(instance).length > 0 && gateway().incidents(instance), {
      what: 'the incident',
      timeoutMs: 60_000,
    })
    expect(incident).toMatchObject({ elementId: 'raise_incident', message: expect.stringContaining(order) })
    await waitFor(async () => ((await system.get('operator', '/incidents'))['incidents'] as Answer[]).length === 1, {
      what: "the incident in the operator's view",
    })

    await system.send('DELETE', 'dispatch', '/holds/charge_customer')
    await system.comesTo(order, 'fulfilled')
    await completes(instance, 'fulfilment')
    expect(gateway().completed(instance)).not.toContain('order-fulfilment-1a')

    const path = `/incidents/${incident?.jobKey}/retry`
    expect((await system.send('POST', 'operator', path, {})).status).toBe(422)
    expect((await system.send('POST', 'operator', path, { incidentKey: incident?.key })).status).toBe(202)
    await completes(instance, 'order-fulfilment-1a')
    expect(gateway().incidents(instance)).toEqual([])
    expect((await system.get('operator', '/incidents'))['incidents']).toEqual([])
  })

  it('gives the reserved piece back when the operator cancels', async () => {
    await system.restock('2')
    await system.send('PUT', 'dispatch', '/holds/decrement_stock')
    const order = await system.order()
    await system.comesTo(order, 'reserved')
    await waitFor(async () => (await instanceOf(order)) !== 'null', { what: 'the instance' })
    expect(await system.stock(SHIRT)).toMatchObject({ stock_level: '2', reserved: 1 })
    expect((await system.send('POST', 'operator', `/orders/${order}/cancel`)).status).toBe(202)
    await system.comesTo(order, 'cancelled')
    expect(await system.stock(SHIRT)).toMatchObject({ stock_level: '2', reserved: 0 })
    await system.send('DELETE', 'dispatch', '/holds/decrement_stock')
  })

  it('shows its journey', async () => {
    await system.restock('0')
    const printed: string[] = []
    const target = { brokers: '', urls: system.urls, ports, print: (line: string) => printed.push(line) }
    await app.demo(target)
    expect(printed.join('\n')).toContain('sold out: placed > customer known > sold out')
  })

  it('never lets the token into the engine, the database, a list or a log', async () => {
    const tables = ['orders', 'restocks', 'incidents', 'payments', 'movements', 'journal']
    const kept = await Promise.all(tables.map((table) => system.get('database', `/db/${table}`)))
    const dispatches = await system.get('dispatch', '/dispatches')
    expect(gateway().everything()).toContain('{{GitHubToken}}')
    for (const text of [gateway().everything(), JSON.stringify(kept), JSON.stringify(dispatches), logged.join('\n')]) {
      expect(text).not.toContain(TOKEN)
    }
  })
})
