import type { DemoTarget } from '@millrace/kernel'
import { catalogue } from '../shop/catalogue.ts'
import { caller } from './caller.ts'

const customer = { name: 'Ada', email: 'ada@example.org' }
const GOOD = '4242424242424242'
const BAD = '4000000000000002'
const [shirt, ale] = Object.keys(catalogue) as [string, string]

/**
 * Restocks the shop, orders both ways of working, with a declined card, without stock, and with an answer that comes
 * late. Prints what the services answered, nothing else.
 */
export async function demo({ urls, ports, print }: DemoTarget): Promise<void> {
  const { get, send, until } = caller(urls, ports.clocks.liveness, print)
  const order = async (product: string, way: string, card = GOOD): Promise<string> =>
    String((await send('POST', 'shop', '/orders', { customer, product, card, way }))['orderId'])
  const comesTo = (id: string, status: string) =>
    until('shop', `/orders/${id}`, (answer) => answer['status'] === status)

  print('Restock the demo ecommerce store')
  await send('POST', 'shop', '/restock', {})
  await until('database', '/db/stock', ({ records }) => restocked(records))

  print('An order whose services answer by message')
  await comesTo(await order(shirt, 'messages'), 'fulfilled')
  print('An order whose workers answer for themselves')
  await comesTo(await order(ale, 'direct'), 'fulfilled')
  print('A card that is declined: the piece goes back')
  await comesTo(await order(shirt, 'messages', BAD), 'not fulfilled')
  print('The last piece, and one who comes too late')
  await comesTo(await order(shirt, 'watched'), 'fulfilled')
  await comesTo(await order(shirt, 'watched'), 'sold out')

  print('The payment service does not answer; later it does')
  await send('PUT', 'dispatch', '/holds/charge_customer')
  const late = await order(ale, 'watched')
  await comesTo(late, 'in hand')
  await send('DELETE', 'dispatch', '/holds/charge_customer')
  await comesTo(late, 'fulfilled')
  await get('shop', '/products')
}

const restocked = (records: unknown): boolean =>
  Array.isArray(records) &&
  Object.keys(catalogue).every((name) =>
    records.some(
      (record: { product?: unknown; stock_level?: unknown }) => record.product === name && record.stock_level === '2',
    ),
  )
