import { ask } from '@millrace/testkit'
import { onTestFinished, expect, it } from 'vitest'
import { onEachEngine } from '../harness/on-each-engine.ts'
import { oneAddress } from './one-address.ts'
import { create, startService } from './services.ts'

const READS = Number(process.env['STORE_READS'] ?? 10_000)
const CLIENTS = 16

onEachEngine('two instances of a store service behind one address', (engine) => {
  it(`let a plain HTTP client read its own write ${READS} times, never stale`, async () => {
    const { url, served } = await twoOf('products')
    let stale = 0
    let left = READS
    const shop = async (): Promise<void> => {
      let { id } = await create(url, 'products', { name: 'mine', price: 1 })
      for (let price = 1; left > 0; price++) {
        left--
        // Each kind of write in turn; the next request goes to the other instance.
        if (price % 10 === 0) id = (await create(url, 'products', { name: 'mine', price })).id
        else await ask('PUT', `${url}/products/${id}`, { name: 'mine', price })
        const read = await ask<{ price?: number }>('GET', `${url}/products/${id}`)
        if (read.body.price !== price) stale++
      }
    }
    await Promise.all(Array.from({ length: CLIENTS }, shop))
    expect(stale).toBe(0)
    expect(Math.min(...served)).toBeGreaterThan(READS / 2)
  })

  it('agree on who came first with an Idempotency-Key', async () => {
    const { url } = await twoOf('customers')
    for (let round = 0; round < 20; round++) {
      const headers = { 'idempotency-key': `k-${process.pid}-${Date.now()}-${round}` }
      const post = (firstName: string) => ask('POST', `${url}/customers`, { firstName, lastName: 'x' }, headers)
      const [one, other] = await Promise.all([post('same'), post('same')])
      expect([one.status, other.status, one.body]).toEqual([201, 201, other.body])
      const [same, different] = [await post('same'), await post('different')]
      expect([same.body, different.status]).toEqual([one.body, 422])
    }
    const all = await ask<{ firstName: string }[]>('GET', `${url}/customers`)
    expect(all.body.filter(({ firstName }) => firstName === 'same').length % 20).toBe(0)
    expect(all.body.filter(({ firstName }) => firstName === 'different')).toEqual([])
  })

  it('see at once what was deleted through the other', async () => {
    const { url } = await twoOf('products')
    for (let round = 0; round < 50; round++) {
      const { id } = await create(url, 'products', { name: 'short', price: 1 })
      await ask('DELETE', `${url}/products/${id}`)
      expect((await ask('GET', `${url}/products/${id}`)).status).toBe(404)
    }
  })

  async function twoOf(name: 'products' | 'customers') {
    const instances = await Promise.all([startService(name, engine), startService(name, engine)])
    const address = await oneAddress(instances.map((instance) => instance.url))
    onTestFinished(() => address.close())
    return address
  }
})
